// What a page costs: bytes on the wire as Brotli 11 would send them, counted by what a browser really asks for.
import zlib from 'node:zlib';
import { check, context, firstAgent, openWidget, start, until } from './world.mjs';

const brotli = bytes => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** Gathers every answer from our origin that a page loads. */
function weigh(page, base) {
  const answers = [];
  page.on('response', response => response.url().startsWith(base) && answers.push(response));
  return async () => {
    const sizes = {};
    for (const answer of answers.splice(0)) {
      const body = await answer.body().catch(() => Buffer.alloc(0));
      sizes[new URL(answer.url()).pathname] = brotli(body);
    }
    return sizes;
  };
}

const sum = sizes => Object.values(sizes).reduce((total, size) => total + size, 0);

export default {
  async 'the widget and a ticket page stay within their budgets'(browser) {
    const world = await start();
    const [visitor, agent, customer] = [await context(browser), await context(browser), await context(browser)];
    try {
      const shop = await visitor.newPage();
      const weight = weigh(shop, world.base);
      await shop.goto(world.shop);
      await shop.waitForLoadState('networkidle');
      const before = await weight();
      console.log('  before a click', JSON.stringify(before));
      check(Object.keys(before).length === 1, 'nothing but the script before a click');
      check(sum(before) <= 2500, `widget.js: ${sum(before)} bytes`);
      let frame = await openWidget(shop);
      await shop.waitForTimeout(500);
      frame = shop.frames().find(each => each.url().includes('/frame/'));
      await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
      for (let at = 0; at < 10; at += 1) {
        await frame.locator('textarea[name=body]').fill(`Message number ${at}: does the kettle fit the base that I have?`);
        await frame.locator('form[data-do="send"] button[type=submit]').click();
        await until('the message', async () => await frame.locator('.thread .message').count() > at);
      }
      await shop.waitForTimeout(1000);
      const fresh = await visitor.newPage();
      const opened = weigh(fresh, world.base);
      await fresh.goto(world.shop);
      await fresh.waitForLoadState('networkidle');
      await opened();
      await openWidget(fresh);
      await fresh.waitForTimeout(1000);
      const inside = await opened();
      console.log('  the opened frame', sum(inside), JSON.stringify(inside));
      check(sum(inside) <= 82500, `the opened frame: ${sum(inside)} bytes`);

      const desk = await firstAgent(agent, world);
      check(desk.url().endsWith('/desk'), 'signed in');
      const page = await customer.newPage();
      await page.goto(`${world.base}/tickets/new`);
      await page.fill('[name=subject]', 'Kettle');
      await page.fill('[name=body]', 'It stops.');
      await page.fill('[name=mail]', 'ada@example.com');
      await page.locator('main form button[type=submit]').last().click();
      await page.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));
      const there = page.url();
      const anew = await customer.newPage();
      const ticket = weigh(anew, world.base);
      await anew.goto(there);
      await anew.waitForLoadState('load');
      await anew.waitForTimeout(1000);
      const whole = await ticket();
      console.log('  a ticket page', sum(whole), JSON.stringify(whole));
      check(sum(whole) <= 158000, `a ticket page: ${sum(whole)} bytes`);
    } finally {
      await Promise.all([visitor.close(), agent.close(), customer.close()]);
      await world.stop();
    }
  },
};
