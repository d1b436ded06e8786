// The whole job with the keyboard alone: no mouse is moved here.
import { alive, check, context, firstAgent, frameOf, start, until } from './world.mjs';

/** Presses Tab until what has the focus fits. */
async function tabTo(page, fits, most = 60) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await fits()) return;
  }
  throw new Error(`not reached by ${most} tabs: ${fits}`);
}

const focused = (target, test) => target.evaluate(test => {
  const at = document.activeElement;
  return !!at && at !== document.body && new Function('at', `return ${test}`)(at);
}, test).catch(() => false);

export default {
  async 'a ticket from the lamp to the rating without a mouse'(browser) {
    const world = await start();
    const [visitor, agent] = [await context(browser, { bypassCSP: true }), await context(browser, { bypassCSP: true })];
    try {
      const desk = await firstAgent(agent, world);
      const shop = await visitor.newPage();
      await shop.goto(world.shop);
      await until('the lamp', () => shop.evaluate(() => document.documentElement.querySelector('porchlight-widget, [data-porchlight]') !== null || document.body.lastElementChild !== null));
      await tabTo(shop, () => focused(shop, 'at.shadowRoot === null && at.tagName.includes("-")'));
      await shop.keyboard.press('Enter');
      let frame = await frameOf(shop);
      await until('the focus inside the panel', () => focused(frame, 'at.closest(".panel")'));
      await until('the new conversation', () => frame.url().includes('view=new') || frame.evaluate(() => document.body.dataset.place === 'new').catch(() => false));
      frame = await frameOf(shop);
      await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
      if (!await focused(frame, 'at.name === "body"')) await tabTo(shop, () => focused(frame, 'at.name === "body"'));
      await shop.keyboard.type('Only keys here.');
      await shop.keyboard.press('Enter');
      const number = await until('the number', async () => (await frame.locator('body').innerText()).match(/Received, #(\d+)/)?.[1]);
      await shop.keyboard.press('Escape');
      await until('the focus back on the lamp', () => focused(shop, 'at.tagName.includes("-")'));

      // The desk: j to the ticket, r, the words, Ctrl+Shift+Enter, which also solves.
      await desk.goto(`${world.base}/desk?view=unassigned`);
      await alive(desk);
      await desk.waitForTimeout(500);
      for (let presses = 0; !desk.url().includes(`/desk/tickets/${number}`); presses += 1) {
        check(presses < 20, 'j comes to the ticket');
        const before = desk.url();
        await desk.keyboard.press('j');
        await desk.waitForURL(url => String(url) !== before);
        await alive(desk);
        await desk.waitForTimeout(500);
      }
      check(await focused(desk, 'at.getAttribute("aria-current") === "true"'), 'the focus is on the row that j opened');
      await desk.keyboard.press('r');
      check(await focused(desk, 'at.name === "body"'), 'r goes to the reply');
      await desk.keyboard.type('Keys answered.');
      await desk.keyboard.press('Control+Shift+Enter');
      await until('the answer', async () => (await desk.locator('.thread').innerText()).includes('Keys answered.'));

      // Back in the widget: yes, very good, close.
      await shop.keyboard.press('Enter');
      await until('the question', () => frame.locator('form[data-do="confirm"]').count());
      await tabTo(shop, () => focused(frame, 'at.name === "solved" && at.value === "yes"'));
      await shop.keyboard.press('Enter');
      await frame.locator('[name=rating]').first().waitFor();
      await tabTo(shop, () => focused(frame, 'at.name === "rating" && at.value === "5"'));
      await shop.keyboard.press('Enter');
      await frame.locator('#closed').getByText('You rated us Great').waitFor();
      await until('closed at the desk', async () => { await desk.reload(); return (await desk.locator('main').innerText()).includes('Closed'); });
    } finally {
      await Promise.all([visitor.close(), agent.close()]);
      await world.stop();
    }
  },

  async 'the portal from a new ticket over the mailed link to the rating without a mouse'(browser) {
    const world = await start();
    const [customer, agent] = [await context(browser, { bypassCSP: true }), await context(browser, { bypassCSP: true })];
    try {
      const desk = await firstAgent(agent, world);
      const first = await customer.newPage();
      await first.goto(`${world.base}/tickets/new`);
      await alive(first);
      for (const [name, words] of [['subject', 'Kettle'], ['body', 'Only keys here.'], ['mail', 'ada@example.com']]) {
        await tabTo(first, () => focused(first, `at.name === "${name}"`));
        await first.keyboard.type(words);
      }
      await tabTo(first, () => focused(first, 'at.type === "submit" && at.form?.action.endsWith("/tickets")'));
      await first.keyboard.press('Enter');
      await first.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));
      const number = new URL(first.url()).pathname.split('/').pop();

      // Another browser: the mailed link, its one button, the ticket.
      const other = await context(browser, { bypassCSP: true });
      const page = await other.newPage();
      const link = await until('the email', async () => {
        await page.goto(world.mailbox);
        return page.locator('a[href*="/link/"]').first().getAttribute('href', { timeout: 500 }).catch(() => null);
      });
      await page.goto(link);
      await tabTo(page, () => focused(page, 'at.type === "submit" && at.closest("main")'));
      await page.keyboard.press('Enter');
      await page.waitForURL(url => url.pathname === `/tickets/${number}`);
      await alive(page);
      await page.keyboard.press('Tab');
      check(await focused(page, 'at.classList.contains("skip")'), 'the first stop leads past the top bar');
      await page.keyboard.press('Enter');
      await tabTo(page, () => focused(page, 'at.name === "body"'));
      await page.keyboard.type('Still only keys.');
      await tabTo(page, () => focused(page, 'at.type === "submit" && at.form?.action.endsWith("/replies")'));
      await page.keyboard.press('Enter');
      await page.locator('.thread').getByText('Still only keys.').waitFor();
      await until('the focus back where one writes', () => focused(page, 'at.name === "body"'));

      await desk.goto(`${world.base}/desk/tickets/${number}`);
      await alive(desk);
      await desk.keyboard.press('r');
      await desk.keyboard.type('Solved by keys.');
      await desk.keyboard.press('Control+Shift+Enter');

      await page.locator('form[data-do="confirm"]').waitFor();
      // Backwards from where one writes: the question stands before it.
      const back = async fits => {
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press('Shift+Tab');
          if (await fits()) return;
        }
        throw new Error(`not reached going back: ${fits}`);
      };
      await back(() => focused(page, 'at.name === "solved" && at.value === "yes"'));
      await page.keyboard.press('Enter');
      await page.locator('#closed').getByText('Thanks, this ticket is closed').waitFor();
      await tabTo(page, () => focused(page, 'at.name === "rating" && at.value === "5"'));
      await page.keyboard.press('Enter');
      await page.locator('[name=reason]').waitFor();
      await tabTo(page, () => focused(page, 'at.name === "reason"'));
      await page.keyboard.type('Quick');
      await page.keyboard.press('Enter');
      await page.locator('#closing').getByText('Quick').waitFor();
      await desk.reload();
      check((await desk.locator('main').innerText()).includes('Closed'), 'closed at the desk');
      check((await desk.locator('#about').innerText()).includes('Quick'), 'with the word of reason');
      await other.close();
    } finally {
      await Promise.all([customer.close(), agent.close()]);
      await world.stop();
    }
  },

  async 'on a phone the panel covers the page, and Tab stays inside'(browser) {
    const world = await start();
    const made = await context(browser, { bypassCSP: true, viewport: { width: 390, height: 844 }, screen: { width: 390, height: 844 } });
    try {
      const shop = await made.newPage();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      await shop.evaluate(() => window.Porchlight('open'));
      const frame = await frameOf(shop);
      await until('the focus inside', () => focused(frame, 'at.name === "body" || at.closest(".panel")'));
      for (const keys of ['Tab', 'Shift+Tab']) {
        const seen = new Set();
        for (let presses = 0; presses < 15; presses += 1) {
          await shop.keyboard.press(keys);
          check(await focused(shop, 'at.tagName.includes("-")'), `${keys} ${presses} left the panel`);
          seen.add(await frame.evaluate(() => document.activeElement.outerHTML.slice(0, 120)));
        }
        check(seen.size >= 3, `${keys} goes round: ${[...seen].join('\n')}`);
      }
    } finally {
      await made.close();
      await world.stop();
    }
  },
};
