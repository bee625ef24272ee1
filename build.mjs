// Builds the browser side: static/ts/app.ts and the style sheets in static/css become static/dist/app.js, app.css and so on,
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

// hls.js is built from its own source with what our streams need and nothing else: two thirds of its usual size. Its "light"
// build is no choice, for it leaves out alternative audio, which is where our streams have all their sound.
const hls = {
  alias: { "hls.js": path.join(root, "node_modules/hls.js/src/exports-default.ts") },
  define: {
    __VERSION__: JSON.stringify(JSON.parse(await readFile(path.join(root, "node_modules/hls.js/package.json"), "utf8")).version),
    __USE_ALT_AUDIO__: "true",
    __USE_MEDIA_CAPABILITIES__: "true",
    __USE_SUBTITLES__: "false",
    __USE_EME_DRM__: "false",
    __USE_CMCD__: "false",
    __USE_CONTENT_STEERING__: "false",
    __USE_VARIABLE_SUBSTITUTION__: "false",
    __USE_M2TS_ADVANCED_CODECS__: "false",
    __USE_INTERSTITIALS__: "false",
    __USE_IFRAMES__: "false",
    __IN_WORKER__: "false",
    __HLS_WORKER_BUNDLE__: "undefined",
    __HLS_UMD_BUNDLE__: "false",
  },
};

// Of Turbo we use the frames, and none of them is morphed: a tenth of it is a library for that, which is cut out. A version of
// Turbo that is put together differently fails the build here, rather than in somebody's browser.
const turboWithoutMorphing = {
  name: "turbo-without-morphing",
  setup(build) {
    build.onLoad({ filter: /@hotwired[\\/]turbo[\\/]dist[\\/]turbo\.es2017-esm\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const parts = /^([^]*?\nvar Idiomorph = )\(function \(\) \{[^]*?\n\}\)\(\)(;\n[^]*)$/.exec(source);
      if (parts === null) return { errors: [{ text: "Turbo's morphing library is not where it was: see build.mjs" }] };
      return { contents: `${parts[1]}{}${parts[2]}`, loader: "js" };
    });
  },
};

const build = await context({
  absWorkingDir: root,
  entryPoints: ["static/ts/app.ts", "static/css/app.css", "static/css/pages.css", "static/css/admin.css", "static/css/embed.css"],
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
  ...hls,
  loader: { ".svg": "file", ".woff2": "file" },
  write: false,
  logLevel: "info",
  plugins: [turboWithoutMorphing, writeWhatChanged],
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
