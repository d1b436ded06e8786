// The whole job in three browsers: a shop's page on another origin, the desk, the portal; mail over a real SMTP session.
import { readFileSync } from 'node:fs';
import { alive, check, closeTheOffice, context, firstAgent, frameOf, linkIn, mailServer, openWidget, savePicture, start, until } from './world.mjs';
import { PICTURE } from './picture.mjs';

const shows = (target, text, ms) => until(`"${text}" to be shown`, async () => (await target.locator('body').innerText().catch(() => '')).includes(text), ms);

export default {
  async 'a ticket from the lamp to the rating'(browser) {
    const smtp = await mailServer();
    const world = await start({ smtp: smtp.port });
    const [visitor, agent, portal] = [await context(browser), await context(browser), await context(browser, { javaScriptEnabled: false })];
    try {
      const desk = await firstAgent(agent, world);
      await ownerCopiesTheLine(desk, world);

      // The visitor writes; nothing was loaded before but the script.
      const shop = await visitor.newPage();
      const asked = [];
      shop.on('request', request => asked.push(request.url()));
      await shop.goto(world.shop);
      await shop.waitForLoadState('networkidle');
      check(asked.filter(url => url.startsWith(world.base)).length === 1, `only the script is loaded before a click: ${asked}`);
      let frame = await openWidget(shop);
      frame = await frameOf(shop);
      await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
      await frame.locator('textarea[name=body]').fill('Does the K2 fit the K1 base?');
      await frame.locator('form[data-do="send"] input[type=file]').setInputFiles({ name: 'base.png', mimeType: 'image/png', buffer: PICTURE });
      await frame.locator('[data-files]').getByText('base.png').waitFor();
      await frame.locator('form[data-do="send"] button[type=submit]').click();
      const received = await until('the ticket\'s number', async () => (await frame.locator('body').innerText()).match(/Received, #(\d+)/)?.[1]);

      // The agent sees the list announce it, opens it, and is seen typing.
      await desk.locator('.arrived a').waitFor({ state: 'visible' });
      await desk.goto(`${world.base}/desk/tickets/${received}`);
      await alive(desk);
      await shows(desk, 'Does the K2 fit the K1 base?');
      await desk.locator('.picture img[alt="base.png"]').waitFor();
      await desk.locator('.pane--talk .lit.small:not([hidden])').first().waitFor({ state: 'attached' });
      await desk.locator('textarea[name=body]').pressSequentially('Good news');
      await frame.locator('[data-typing]:not([hidden])').waitFor();
      await desk.locator('textarea[name=body]').fill('Good news, it fits.');
      await desk.keyboard.press('Control+Enter');
      await shows(frame, 'Good news, it fits.');
      check(await frame.locator('.thread').getByText('Good news, it fits.').count() === 1, 'the reply is there once');
      await shows(desk, 'Good news, it fits.');

      // What the chat offers can be had: the same bytes, under the same name.
      const download = await savePicture(shop, frame, 'base.png');
      check(await frame.locator('textarea[name=body]').isVisible(), 'Escape closed the picture and not the chat');
      check(download.suggestedFilename() === 'base.png', download.suggestedFilename());
      check(readFileSync(await download.path()).equals(PICTURE), 'the file is the one that was sent');

      // A note is never seen in the widget.
      await desk.keyboard.press('Escape');
      await desk.evaluate(() => document.activeElement?.blur());
      await desk.keyboard.press('m');
      await desk.locator('textarea[name=body]').fill('canary: third one this week');
      await desk.keyboard.press('Control+Enter');
      await shows(desk, 'canary: third one this week');

      // Tomorrow: the same browser, a new page, the conversation is there.
      await shop.close();
      const again = await visitor.newPage();
      await again.goto(world.shop);
      frame = await openWidget(again);
      await shows(frame, 'Good news, it fits.');
      check(!(await frame.content()).includes('canary'), 'the note is nowhere in the frame');

      // Out of hours the widget asks for an address; it is the same ticket.
      await closeTheOffice(desk, world);
      await again.reload();
      frame = await openWidget(again);
      await frame.waitForSelector('body[data-place="chat"][data-ready="yes"]');
      await frame.locator('textarea[name=body]').fill('And does it come in red?');
      await frame.locator('textarea[name=body]').press('Enter');
      await shows(frame, 'And does it come in red?');
      const form = frame.locator('form[data-do="mail"]');
      await form.waitFor();
      await form.locator('input[name=mail]').fill('ada@example.com');
      await form.locator('button[type=submit]').click();
      await form.waitFor({ state: 'detached' });
      const receipt = await until('the email', () => smtp.emails.find(email => email.includes('ada@example.com')), 30000);

      // The customer follows in the portal, without JavaScript.
      const page = await portal.newPage();
      await page.goto(linkIn(receipt));
      await page.reload();
      await page.locator('main button[type=submit]').first().click();
      await page.waitForURL(url => url.pathname === `/tickets/${received}`);
      for (const text of ['Does the K2 fit the K1 base?', 'Good news, it fits.', 'And does it come in red?']) await shows(page, text);
      await page.locator('.picture img[alt="base.png"]').waitFor();
      check(!(await page.content()).includes('canary'), 'the note is nowhere in the portal');
      await page.locator('textarea[name=body]').fill('Written without JavaScript.');
      await page.locator('form .composer button[type=submit]').click();
      await shows(page, 'Written without JavaScript.');

      // The desk sees it live; a reply against the older state is held, and one key sends it.
      await desk.goto(`${world.base}/desk/tickets/${received}`);
      await alive(desk);
      await shows(desk, 'Written without JavaScript.');
      await desk.locator('textarea[name=body]').fill('It comes in red, and leaves today.');
      await page.locator('textarea[name=body]').fill('One more thing.');
      const stale = await desk.locator('.pane__foot form input[name=seq]').inputValue();
      await page.locator('form .composer button[type=submit]').click();
      await shows(page, 'One more thing.');
      await shows(desk, 'One more thing.');
      check(Number(stale) > 0, 'the form carries what was on screen');
      await desk.locator('textarea[name=body]').press('Control+Enter');
      await desk.locator('.pane__foot .notice').waitFor({ state: 'visible' });
      await desk.locator('textarea[name=body]').press('Control+Enter');
      await shows(page, 'One more thing.');
      await until('the reply in the portal', async () => { await page.reload(); return (await page.content()).includes('It comes in red'); });

      await solveAndRate({ desk, page, frame, smtp, world, received });
      const faults = [...visitor.faults, ...agent.faults].filter(fault => !fault.includes('409 (Conflict)'));
      check(!faults.length, `no faults on any page but the held reply: ${faults}`);
    } finally {
      await Promise.all([visitor, agent, portal].map(each => each.close()));
      check(await world.stop() === 0, 'Ctrl-C stops it cleanly');
      smtp.close();
    }
    check(!/[0-9a-f]{64}/.test(world.log()), 'no token is in the log');
    check(!world.log().includes('ada@example.com'), 'no address is in the log');
  },
};

async function ownerCopiesTheLine(desk, world) {
  await desk.goto(`${world.base}/desk/sites`);
  await desk.locator('main a[href*="/desk/sites/"]').filter({ hasText: 'Tarn' }).first().click();
  const tag = await desk.locator('[data-tag], #tag').first().innerText().catch(() => '') || await desk.locator('main').innerText();
  check(/<script async src="http:\/\/localhost:\d+\/widget\/pl_\w+\.js" data-site="pl_\w+"><\/script>/.test(tag), `the line to paste is shown: ${tag}`);
  await desk.goto(`${world.base}/desk`);
  await alive(desk);
}

async function solveAndRate({ desk, page, frame, smtp, world, received }) {
  await desk.goto(`${world.base}/desk/tickets/${received}`);
  await alive(desk);
  await desk.locator('textarea[name=body]').fill('That should be all.');
  await desk.locator('textarea[name=body]').press('Control+Shift+Enter');
  await frame.locator('form[data-do="confirm"]').waitFor();
  await until('the question by mail', () => smtp.emails.find(email => email.includes('That should be all.')), 40000);

  // First "no" in the widget, and why; the agent reads it; then solved again, and yes in the portal.
  await frame.locator('form[data-do="confirm"] [name=solved][value=no]').click();
  await frame.locator('textarea[name=body]').fill('The lid is missing');
  await frame.locator('form[data-do="send"] button[type=submit]').click();
  await shows(desk, 'The lid is missing');
  await desk.goto(`${world.base}/desk/tickets/${received}`);
  await alive(desk);
  await desk.locator('textarea[name=body]').fill('The lid follows today.');
  await desk.locator('textarea[name=body]').press('Control+Shift+Enter');
  await until('the question in the portal', async () => { await page.reload(); return await page.locator('[name=solved]').count() > 0; });
  await page.locator('[name=solved][value=yes]').click();
  await shows(page, 'Closed');
  // A slip of the finger has a way back, and then it is closed for good.
  await page.locator('#closing [name=solved][value=no]').click();
  await page.locator('#closing').waitFor({ state: 'detached' });
  await desk.goto(`${world.base}/desk/tickets/${received}`);
  await alive(desk);
  await desk.locator('textarea[name=body]').fill('And the lid is here.');
  await desk.locator('textarea[name=body]').press('Control+Shift+Enter');
  await until('the question again', async () => { await page.reload(); return await page.locator('[name=solved][value=yes]').count() > 0; });
  await page.locator('[name=solved][value=yes]').click();
  await page.locator('[name=rating][value="5"]').click();
  await page.locator('#closing [name=reason]').fill('Quick and kind');
  await page.locator('#closing [name=reason]').press('Enter');
  await shows(desk, 'Quick and kind');
}
