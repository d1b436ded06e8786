// The browser suite: every file of suites is run in turn; each test prints a line, the last line counts them.
import { launch, launchFirefox, scene } from './world.mjs';

const suites = ['islands', 'composer', 'hands', 'journey', 'portal', 'widget', 'keyboard', 'desk', 'looks', 'weight', 'hostile'];
/** What also runs in Firefox, where there is one. */
const inFirefox = process.env.PORCHLIGHT_FIREFOX ? ['islands', 'composer', 'hands'] : [];
const only = process.argv.slice(2);
let passed = 0, failed = 0;
const browser = await launch();

// What a failing test left waiting is a fault too, and not the end of the run.
process.on('unhandledRejection', error => {
  failed += 1;
  console.log(`not ok - left behind: ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n  ')}`);
});

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
      failed += 1;
      console.log(`not ok - ${label}: ${name}\n  ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n  ')}`);
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
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
