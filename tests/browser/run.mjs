// The browser suite: every file of suites is run in turn; each test prints a line, the last line counts them.
import { launch, launchFirefox, scene } from './world.mjs';

const suites = ['islands', 'composer', 'hands', 'journey', 'portal', 'widget', 'keyboard', 'desk', 'looks', 'weight', 'hostile'];
/** What also runs in Firefox, where there is one. */
const inFirefox = process.env.PORCHLIGHT_FIREFOX ? ['islands', 'composer', 'hands'] : [];
const only = process.argv.slice(2);
let passed = 0;
/** What failed, told once more at the end: a log that is cut keeps its last lines. */
const faults = [];
const browser = await launch();

// What a failing test left waiting is a fault too, and not the end of the run.
process.on('unhandledRejection', error => {
  fault(`left behind: ${text(error)}`);
});

function text(error) {
  return String(error.stack ?? error).split('\n').slice(0, 12).join('\n  ');
}

function fault(line) {
  faults.push(line);
  console.log(`not ok - ${line}`);
}

async function run(suite, browser, label) {
  const { default: tests } = await import(`./${suite}.mjs`);
  for (const [name, test] of Object.entries(tests)) {
    const began = Date.now();
    scene.length = 0;
    try {
      await Promise.race([test(browser), new Promise((_, late) => setTimeout(() => late(new Error('took over 6 minutes')), 360000).unref())]);
      passed += 1;
      console.log(`ok - ${label}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      fault(`${label}: ${name}\n  ${text(error)}`);
      console.log(`  what was there at the end:\n  ${scene.join('\n').split('\n').join('\n  ')}`);
    }
  }
}

const isWanted = name => !only.length || only.includes(name);
for (const suite of suites.filter(isWanted)) await run(suite, browser, suite);
for (const suite of inFirefox.filter(isWanted)) {
  const other = await launchFirefox();
  await run(suite, other, `${suite} in Firefox`);
  await other.close();
}

await browser.close();
if (faults.length) console.log(`\nfailed:\n${faults.join('\n')}\n`);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
