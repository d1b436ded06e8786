// The portal with JavaScript on and off: the same forms, and with it answers arrive by themselves.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alive, check, context, firstAgent, savePicture, start, until } from './world.mjs';
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
  await alive(desk);
  await desk.locator('textarea[name=body]').fill(text);
  await desk.keyboard.press('Control+Enter');
  await until('the reply at the desk', async () => (await desk.locator('.thread').innerText()).includes(text));
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
      check(await page.locator('.thread').getByText('Have you descaled it?').count() === 1, 'the reply is there once');

      await page.locator('textarea[name=body]').fill('Yes, on Saturday.');
      await page.locator('form .composer button[type=submit]').click();
      await page.locator('.thread').getByText('Yes, on Saturday.').waitFor();
      await desk.locator('.thread').getByText('Yes, on Saturday.').waitFor();
      check(await page.locator('.thread').getByText('Yes, on Saturday.').count() === 1, 'the reply is there once');

      const gap = await page.locator('.thread li[data-seq]').evaluateAll(lines => {
        const boxes = lines.filter(line => getComputedStyle(line).position === 'static').map(line => line.getBoundingClientRect()).filter(box => box.height);
        return Math.min(...boxes.slice(1).map((box, at) => box.top - boxes[at].bottom));
      });
      check(gap >= 12, `messages stand apart: ${gap} px`);

      const saved = await savePicture(page, page, 'display.png');
      check(saved.suggestedFilename() === 'display.png', 'the file is a download');
      check(readFileSync(await saved.path()).equals(PICTURE), 'the picture is the one that was sent');
      // A plain file, from the desk to the customer and back to the desk.
      await desk.locator('input[type=file]').setInputFiles({ name: 'steps.txt', mimeType: 'text/plain', buffer: Buffer.from('1. Empty it.\n') });
      await desk.locator('textarea[name=body]').fill('Here are the steps.');
      await desk.locator('textarea[name=body]').press('Control+Enter');
      await desk.locator('.thread').getByText('Here are the steps.').waitFor();
      if (!javaScriptEnabled) await page.reload();
      for (const place of [page, desk]) {
        const link = place.locator('.thread a.file', { hasText: 'steps.txt' });
        await link.waitFor();
        const coming = place.waitForEvent('download');
        await link.click();
        const file = await coming;
        check(file.suggestedFilename() === 'steps.txt', file.suggestedFilename());
        check(readFileSync(await file.path(), 'utf8') === '1. Empty it.\n', 'the file is the one that was sent');
      }
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
    await alive(page);
    await page.waitForTimeout(500);
    await customer.setOffline(true);
    await page.locator('textarea[name=body]').fill('Typed in a tunnel.');
    await page.locator('form .composer button[type=submit]').click();
    await page.waitForTimeout(1500);
    await customer.setOffline(false);
    await page.locator('.thread').getByText('Typed in a tunnel.').waitFor({ timeout: 30000 });
    await page.goto(`${world.base}/tickets/${number}`);
    check(await page.locator('.thread').getByText('Typed in a tunnel.').count() === 1, 'it was sent once');

    // A system that stops the program asks with this signal; the page's live link is open.
    const began = Date.now();
    check(await world.stop('SIGTERM') === 0, 'it ends in good order');
    check(Date.now() - began < 10000, 'and in time');
  } finally {
    await customer.close();
    await world.stop();
  }
};

/** What stands at a field that has the focus, and is marked. */
const wrong = page => page.evaluate(() => {
  const at = document.activeElement;
  const described = (at?.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id));
  const says = described.filter(more => more && !more.hidden).map(more => more.innerText.trim()).join(' ');
  return { name: at?.name, invalid: at?.getAttribute('aria-invalid'), says };
});

tests['a refused form marks its field, says why beside it and goes there'] = async browser => {
  const world = await start();
  const customer = await context(browser);
  try {
    const page = await customer.newPage();
    await page.goto(`${world.base}/tickets/new`);
    await page.locator('[data-running]').waitFor({ state: 'attached' });
    await page.fill('[name=subject]', 'Kettle stops early');
    await page.fill('[name=body]', 'It stops at 80 degrees.');
    await page.fill('[name=mail]', 'ada@example');
    await page.locator('main form button[type=submit]').last().click();
    const mail = await until('the fault at the address', async () => { const at = await wrong(page); return at.invalid && at; });
    check(mail.name === 'mail' && mail.says.includes('Enter an email address like'), JSON.stringify(mail));
    check(await page.locator('[name=body]').inputValue() === 'It stops at 80 degrees.', 'the words are kept');
    check(!await page.locator('#mail-more').isVisible(), 'the hint steps aside');
    await page.keyboard.type('.org');
    check(await page.locator('[aria-invalid]').count() === 0, 'mending it takes the fault away');
    check(await page.locator('#mail-more').isVisible(), 'and the hint comes back');

    // A file that is too large is said at once, at its button; the message goes without it.
    const large = Buffer.alloc(10 * 1024 * 1024 + 1);
    await page.locator('input[type=file]').setInputFiles([{ name: 'film.mov', mimeType: 'video/quicktime', buffer: large }, { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('1') }]);
    const file = await wrong(page);
    check(file.name === 'file' && file.invalid && file.says.includes('larger than 10 MB'), JSON.stringify(file));
    check(await page.locator('.composer__files .file').count() === 1, 'the other file is there');
    await page.locator('main form button[type=submit]').last().click();
    await page.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));

    // A message of blanks passes the browser's own check, and not ours.
    await page.locator('[data-running]').waitFor({ state: 'attached' });
    await page.fill('[name=body]', '   ');
    await page.locator('form .composer button[type=submit]').click();
    const body = await until('the fault at the message', async () => { const at = await wrong(page); return at.invalid && at; });
    check(body.name === 'body' && body.says.includes('Write a message first'), JSON.stringify(body));
  } finally {
    await customer.close();
    await world.stop();
  }
};

tests['a file that is too large leaves the words in the form with JavaScript off'] = async browser => {
  const world = await start();
  const customer = await context(browser, { javaScriptEnabled: false });
  try {
    const page = await customer.newPage();
    await page.goto(`${world.base}/tickets/new`);
    await page.fill('[name=subject]', 'Kettle stops early');
    await page.fill('[name=body]', 'It stops at 80 degrees.');
    await page.fill('[name=mail]', 'ada@example.com');
    const file = (name, bytes) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(bytes, 1) });
    await page.locator('input[type=file]').setInputFiles([file('film.mov', 10 * 1024 * 1024 + 1), file('small.txt', 3), file('other.txt', 3)]);
    await page.locator('main form button[type=submit]').last().click();
    await page.getByText('This file is larger than 10 MB').waitFor();
    check(await page.locator('[name=mail]').inputValue() === 'ada@example.com', 'the address is kept');
    await page.locator('label.file', { hasText: 'other.txt' }).locator('input').uncheck();
    await page.locator('main form button[type=submit]').last().click();
    await page.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));
    check(await page.locator('a.file', { hasText: 'small.txt' }).count() === 1, 'the ticked file went along');
    check(await page.locator('a.file', { hasText: 'other.txt' }).count() === 0, 'the unticked one did not');

    // More than the door takes at all: what stood before the file comes back.
    const film = path.join(mkdtempSync(path.join(tmpdir(), 'porchlight-')), 'film.mov');
    writeFileSync(film, Buffer.alloc(60 * 1024 * 1024, 1));
    await page.fill('[name=body]', 'And this is the film.');
    await page.locator('input[type=file]').setInputFiles(film);
    await page.locator('form .composer button[type=submit]').click();
    await page.getByText(/larger than 10 MB|fewer or smaller files/).first().waitFor();
    check(await page.locator('[name=body]').inputValue() === 'And this is the film.', 'the words are kept');
    rmSync(path.dirname(film), { recursive: true });
  } finally {
    await customer.close();
    await world.stop();
  }
};

export default tests;
