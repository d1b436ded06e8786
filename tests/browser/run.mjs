// The browser suite: every file of suites is run in turn; each test prints a line, the last line counts them.
import { launch, scene } from './world.mjs';

const suites = ['journey', 'portal', 'widget', 'keyboard', 'looks', 'weight', 'hostile'];
const only = process.argv.slice(2);
let passed = 0, failed = 0;
const browser = await launch();

for (const suite of suites.filter(name => !only.length || only.includes(name))) {
  const { default: tests } = await import(`./${suite}.mjs`);
  for (const [name, test] of Object.entries(tests)) {
    const began = Date.now();
    scene.length = 0;
    try {
      await Promise.race([test(browser), new Promise((_, late) => setTimeout(() => late(new Error('took over 6 minutes')), 360000).unref())]);
      passed += 1;
      console.log(`ok - ${suite}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`not ok - ${suite}: ${name}\n  ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n  ')}`);
      console.log(`  what was there at the end:\n  ${scene.join('\n').split('\n').join('\n  ')}`);
    }
  }
}

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
