// Makes the npm packages: one for each platform, and `pmsite`, which depends on all of them and runs the right one.
//
//   node packaging/npm/pack.mjs OUT PLATFORM=BINARY…      for example linux-x64=target/dist/pmsite
//
// Platforms are named as Node.js names them: PLATFORM-ARCHITECTURE.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const [out, ...binaries] = process.argv.slice(2);
if (!out || binaries.length === 0) {
  console.error('usage: node pack.mjs OUT PLATFORM=BINARY…');
  process.exit(2);
}

const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
const field = (name) => {
  const found = new RegExp(`^${name} = "(.*)"$`, 'm').exec(manifest);
  if (!found) throw new Error(`Cargo.toml has no ${name}`);
  return found[1];
};
const version = field('version');
const shared = {
  version,
  license: `(${field('license')})`,
  homepage: field('homepage'),
  repository: { type: 'git', url: `git+${field('repository')}.git` },
};

/** Writes a package: its package.json and the given files, as target name → source. */
function write(folder, description, files) {
  const place = join(out, folder);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  const licenses = { 'LICENSE-MIT': join(root, 'LICENSE-MIT'), 'LICENSE-APACHE': join(root, 'LICENSE-APACHE') };
  for (const [name, source] of Object.entries({ ...licenses, ...files })) copyFileSync(source, join(place, name));
}

const optionalDependencies = {};
for (const entry of binaries) {
  const [platform, binary] = entry.split(/=(.*)/s);
  const [os, cpu] = platform.split('-');
  const name = `@pmsite/${platform}`;
  const file = os === 'win32' ? 'pmsite.exe' : 'pmsite';
  const description = `The program pmsite for ${platform}; install the package pmsite instead`;
  write(platform, { name, ...shared, description, os: [os], cpu: [cpu], files: [file] }, { [file]: binary });
  chmodSync(join(out, platform, file), 0o755);
  optionalDependencies[name] = version;
}

const launcher = {
  name: 'pmsite',
  ...shared,
  description: field('description'),
  keywords: ['incident', 'postmortem', 'sre', 'static-site'],
  bin: { pmsite: 'launcher.js' },
  files: ['launcher.js'],
  engines: { node: '>=18' },
  optionalDependencies,
};
write('pmsite', launcher, { 'launcher.js': join(here, 'launcher.js'), 'README.md': join(root, 'README.md') });
