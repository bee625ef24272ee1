// Files to upload, made by ffmpeg's own generators.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const clipSeconds = 6;

export type ClipFormat = "mp4" | "webm";

/** A short clip that a browser can play as it is: moving picture and tone, `hue` degrees away from its usual colours. */
export async function makeClip(file: string, format: ClipFormat, hue = 0, seconds = clipSeconds): Promise<void> {
  const codecs =
    format === "mp4"
      ? ["-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "-movflags", "+faststart"]
      : ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"];
  await run("ffmpeg", [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y"],
    ...["-f", "lavfi", "-i", `testsrc2=size=640x360:rate=30:duration=${seconds}`],
    ...["-f", "lavfi", "-i", `sine=frequency=${330 + hue}:sample_rate=48000:duration=${seconds}`],
    ...["-vf", `hue=h=${hue}`, "-pix_fmt", "yuv420p", ...codecs, file],
  ]);
}

/** Those of the samples that are videos, and what they hold. */
export const playableSamples = [
  { name: "bigbuckbunny.mp4", hasSound: true },
  { name: "fps5.mp4", hasSound: true },
  { name: "h264-aac-faststart.mp4", hasSound: true },
  { name: "h264-aac-moov-last.mp4", hasSound: true },
  { name: "hevc-main10.mp4", hasSound: true },
  { name: "mpeg2-interlaced-anamorphic.ts", hasSound: true },
  { name: "mpeg4-part2.avi", hasSound: true },
  { name: "rotated90.mov", hasSound: true },
  { name: "silent-no-audio-track.mp4", hasSound: false },
  { name: "truncated-faststart.mp4", hasSound: true },
  { name: "vp9-opus.webm", hasSound: true },
] as const;

/** Real footage for the tests, where it lies beside the project; it is not part of it. */
export function sampleFile(name: string): string | null {
  const file = path.resolve(import.meta.dirname, "../../../../shared/samples", name);
  return existsSync(file) ? file : null;
}
