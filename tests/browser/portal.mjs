// The portal with JavaScript on and off: the same forms, and with it answers arrive by themselves.
import { check, context, firstAgent, start, until } from './world.mjs';
import { PICTURE } from './picture.mjs';

async function opens(page, world) {
  await page.goto(`${world.base}/tickets/new`);
  await page.fill('[name=subject]', 'Kettle stops early');
  await page.fill('[name=body]', 'It stops at 80 degrees.\n\nWhat now?');
  await page.fill('[name=mail]', 'ada@example.com');
  await page.locator('input[type=file]').setInputFiles({ name: 'display.png', mimeType: 'image/png', buffer: PICTURE });
  await page.locator('main form button[type=submit]').last().click();
  await page.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));
  return Number(new URL(page.url()).pathname.split('/').pop());
}

async function answers(desk, world, number, text) {
  await desk.goto(`${world.base}/desk/tickets/${number}`);
  await desk.locator('textarea[name=body]').fill(text);
  await desk.keyboard.press('Control+Enter');
  await until('the answer at the desk', async () => (await desk.locator('.thread').innerText()).includes(text));
}

const tests = {};
for (const javaScriptEnabled of [false, true]) {
  tests[`a ticket is opened, answered and followed with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`] = async browser => {
    const world = await start();
    const [customer, agent] = [await context(browser, { javaScriptEnabled }), await context(browser)];
    try {
      const page = await customer.newPage();
      const number = await opens(page, world);
      check((await page.locator('main').innerText()).includes('It stops at 80 degrees.'), 'the words are shown');
      const desk = await firstAgent(agent, world);
      await answers(desk, world, number, 'Have you descaled it?');
      if (!javaScriptEnabled) await page.reload();
      await page.locator('.thread').getByText('Have you descaled it?').waitFor();
      check(await page.locator('.thread').getByText('Have you descaled it?').count() === 1, 'the answer is there once');

      await page.locator('textarea[name=body]').fill('Yes, on Saturday.');
      await page.locator('form.composer button[type=submit]').click();
      await page.locator('.thread').getByText('Yes, on Saturday.').waitFor();
      await desk.locator('.thread').getByText('Yes, on Saturday.').waitFor();
      check(await page.locator('.thread').getByText('Yes, on Saturday.').count() === 1, 'the reply is there once');

      const wait = page.waitForEvent('download');
      await page.locator('a.file', { hasText: 'display.png' }).first().click();
      check((await wait).suggestedFilename() === 'display.png', 'the file is a download');
      await page.goto(`${world.base}/tickets`);
      check((await page.locator('main').innerText()).includes('Kettle stops early'), 'the list has it');
      check(!customer.faults.length, `no faults: ${customer.faults}`);
    } finally {
      await Promise.all([customer.close(), agent.close()]);
      await world.stop();
    }
  };
}

tests['what is written while the server is away is kept and goes out once'] = async browser => {
  const world = await start();
  const customer = await context(browser);
  try {
    const page = await customer.newPage();
    const number = await opens(page, world);
    await page.waitForTimeout(500);
    await customer.setOffline(true);
    await page.locator('textarea[name=body]').fill('Typed in a tunnel.');
    await page.locator('form.composer button[type=submit]').click();
    await page.waitForTimeout(1500);
    await customer.setOffline(false);
    await page.locator('.thread').getByText('Typed in a tunnel.').waitFor({ timeout: 30000 });
    await page.goto(`${world.base}/tickets/${number}`);
    check(await page.locator('.thread').getByText('Typed in a tunnel.').count() === 1, 'it was sent once');
  } finally {
    await customer.close();
    await world.stop();
  }
};

export default tests;
