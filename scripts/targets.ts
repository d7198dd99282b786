/** The systems that there are binaries for. The release, its archives and the installers follow this table. */

export interface Target {
  /** The target's name in Deno. */
  readonly triple: string;
  /** The value of `Deno.build.os`. */
  readonly os: "linux" | "darwin" | "windows";
  /** The value of `Deno.build.arch`. */
  readonly arch: "x86_64" | "aarch64";
  /** Where GitHub runs what was built. */
  readonly runner: string;
}

/** Every machine that a release has a binary for. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", os: "linux", arch: "x86_64", runner: "ubuntu-24.04" },
  { triple: "aarch64-unknown-linux-gnu", os: "linux", arch: "aarch64", runner: "ubuntu-24.04-arm" },
  { triple: "x86_64-apple-darwin", os: "darwin", arch: "x86_64", runner: "macos-15-intel" },
  { triple: "aarch64-apple-darwin", os: "darwin", arch: "aarch64", runner: "macos-15" },
  { triple: "x86_64-pc-windows-msvc", os: "windows", arch: "x86_64", runner: "windows-2025" },
  { triple: "aarch64-pc-windows-msvc", os: "windows", arch: "aarch64", runner: "windows-11-arm" },
];

/** The target of the machine that this runs on. */
export function ownTarget(): Target {
  return targetOf(Deno.build.target);
}

/** Throws if there is no such target. */
export function targetOf(triple: string): Target {
  const target = TARGETS.find((each) => each.triple === triple);
  if (target) return target;
  throw new Error(
    `There is no target "${triple}". There are:\n${TARGETS.map((each) => each.triple).join("\n")}`,
  );
}

/** The file name of the binary: with `.exe` on Windows. */
export function binaryName({ os }: Target): string {
  return os === "windows" ? "mcpdemo.exe" : "mcpdemo";
}

/** `mcpdemo-linux-x86_64.tar.gz`: without the version, so that an address with `latest` stays the same. */
export function archiveName({ os, arch }: Target): string {
  return `mcpdemo-${os}-${arch}.${os === "windows" ? "zip" : "tar.gz"}`;
}

// For the workflow that runs each binary on its own system.
if (import.meta.main) console.log(`targets=${JSON.stringify(TARGETS)}`);
