// Builds the browser side: static/ts/app.ts and static/css/app.css become static/dist/app.js and static/dist/app.css,
// which the binary embeds. Code that only some pages need is split off into chunks named by their content; the server
// adds the content hash to the two entry names itself.
//
//   node build.mjs           build once
//   node build.mjs --watch   build, then again at every change
//
// A file is written only when its content changed, so that an unchanged asset never makes cargo compile again.
import { mkdir, readFile, readdir, rename, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { context } from "esbuild";

const root = import.meta.dirname;
const dist = path.join(root, "static/dist");
const watching = process.argv.includes("--watch");

const writeWhatChanged = {
  name: "write-what-changed",
  setup(build) {
    build.onEnd(async ({ errors, outputFiles }) => {
      if (errors.length > 0) return;
      await mkdir(dist, { recursive: true });
      await Promise.all(outputFiles.map(writeIfChanged));
      if (!watching) await removeAllBut(outputFiles.map((file) => path.basename(file.path)));
    });
  },
};

const build = await context({
  absWorkingDir: root,
  entryPoints: ["static/ts/app.ts", "static/css/app.css"],
  entryNames: "[name]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  loader: { ".svg": "file", ".woff2": "file" },
  write: false,
  logLevel: "info",
  plugins: [writeWhatChanged],
});

if (watching) {
  await build.watch();
} else {
  try {
    await build.rebuild();
  } catch {
    process.exitCode = 1; // esbuild has already said what is wrong and where
  }
  await build.dispose();
}

async function writeIfChanged({ path: file, contents }) {
  const present = await readFile(file).catch(() => null);
  if (present !== null && present.equals(contents)) return;
  // Renamed into place, so that a compilation beside this one never reads half a file.
  await writeFile(`${file}.part`, contents);
  await rename(`${file}.part`, file);
}

async function removeAllBut(kept) {
  const stale = (await readdir(dist)).filter((name) => !kept.includes(name));
  await Promise.all(stale.map((name) => unlink(path.join(dist, name))));
}
