#!/usr/bin/env node
// Runs the program from the package for this platform.
'use strict';

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const platform = `${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'pmsite.exe' : 'pmsite';

let program = process.env.PMSITE_BINARY;
if (!program) {
  try {
    program = require.resolve(`@pmsite/${platform}/${file}`);
  } catch {
    console.error(`error: the package @pmsite/${platform} is not installed
  → if npm skipped optional dependencies, run \`npm install --include=optional\`
  → if there is no such package, run \`cargo install pmsite --locked\``);
    process.exit(3);
  }
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
// A terminal sends Ctrl-C to the program too; the program decides when to end, and with which exit code.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`error: cannot run ${program}: ${error.message}`);
  process.exit(3);
});
child.on('exit', (status, signal) => process.exit(status ?? 128 + (constants.signals[signal] ?? 0)));
