// Solves specs with rattler against one channel, as pixi would, and prints the chosen packages as JSON.
//   node solve.mjs CHANNEL PLATFORM[,PLATFORM…] SPEC…
import { createRequire } from "node:module";

const [channel, platforms, ...specs] = process.argv.slice(2);
const { simpleSolve } = createRequire(import.meta.url)("@conda-org/rattler");

try {
  const solved = await simpleSolve(specs, [channel], platforms.split(","), []);
  const packages = solved.map(({ url, packageName, version, build, filename, sha256, md5, size, depends }) => ({
    url, name: packageName, version, build, filename, sha256, md5, size, depends,
  }));
  packages.sort((a, b) => (a.url < b.url ? -1 : 1));
  console.log(JSON.stringify(packages, (_, value) => (typeof value === "bigint" ? Number(value) : value), 2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
