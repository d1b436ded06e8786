// The desk as agents use it all day: notes stay notes, choices wait for Enter, and a shared computer keeps nothing.
import { PASSWORD, alive, check, context, firstAgent, pasteCells, sleep, start, until } from './world.mjs';

const kind = desk => desk.locator('input[name=kind]:checked').inputValue();
const words = desk => desk.locator('textarea[name=body]').inputValue();

/** A desk with the first ticket of the demo open. */
async function atDesk(browser, test) {
  const world = await start();
  const agent = await context(browser);
  try {
    const desk = await firstAgent(agent, world);
    await desk.locator('a.row').first().click();
    await desk.waitForURL(url => url.pathname.startsWith('/desk/tickets/'));
    await alive(desk);
    await sleep(500);
    await test({ desk, world, agent });
    check(!agent.faults.length, `no faults: ${agent.faults}`);
  } finally {
    await agent.close();
    await world.stop();
  }
}

const tests = {};
export default tests;

tests['an internal note comes back as a note, in every tab, and is never sent as a reply'] = browser => atDesk(browser, async ({ desk, agent }) => {
  await desk.keyboard.press('m');
  await desk.keyboard.type('canary: third one this week');
  await desk.reload();
  await alive(desk);
  await until('the draft', async () => await words(desk) !== '');
  check(await kind(desk) === 'note', 'the note is a note after a reload');
  const other = await agent.newPage();
  await other.goto(desk.url());
  await alive(other);
  await until('the draft in another tab', async () => await words(other) !== '');
  check(await kind(other) === 'note', 'and in another tab');
  await other.close();
  await desk.locator('textarea[name=body]').press('Control+Enter');
  await desk.locator('.message[data-kind=note]', { hasText: 'canary' }).waitFor();
  check(await kind(desk) === 'reply', 'afterwards one writes a reply again');
});

tests['times are told by the clock of whoever reads, and go on while one looks'] = async browser => {
  const world = await start();
  const agent = await context(browser, { timezoneId: 'Pacific/Auckland' });
  try {
    const desk = await firstAgent(agent, world);
    // The first page did not know yet; every next one does, once that one lives.
    await alive(desk);
    await desk.clock.install();
    await desk.goto(`${world.base}/desk?view=open`);
    await alive(desk);
    const time = desk.locator('time[data-ago]').first();
    check((await time.getAttribute('title')).endsWith('(Auckland)'), await time.getAttribute('title'));
    await time.evaluate(time => time.setAttribute('datetime', new Date(Date.now() - 4 * 60000).toISOString()));
    await desk.clock.fastForward(70_000);
    await until('the minutes', async () => await time.innerText() === '5 min');
    check(!agent.faults.length, `no faults: ${agent.faults}`);
  } finally {
    await agent.close();
    await world.stop();
  }
};

tests['Shift+Enter is a new line, and a half-composed word is not sent'] = browser => atDesk(browser, async ({ desk }) => {
  const before = await desk.locator('.message').count();
  await desk.locator('textarea[name=body]').fill('one');
  await desk.locator('textarea[name=body]').press('End');
  await desk.locator('textarea[name=body]').press('Shift+Enter');
  await desk.keyboard.type('two');
  check(await words(desk) === 'one\ntwo', JSON.stringify(await words(desk)));
  await desk.locator('textarea[name=body]').evaluate(area => {
    area.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, ctrlKey: true, bubbles: true, cancelable: true }));
  });
  await sleep(700);
  check(await words(desk) === 'one\ntwo' && await desk.locator('.message').count() === before, 'nothing was sent');
});

tests['arrow keys look through a choice, Enter saves it, Escape goes back, and the next choice works too'] = browser => atDesk(browser, async ({ desk }) => {
  const posts = [];
  desk.on('request', request => request.method() === 'POST' && posts.push(new URL(request.url()).pathname.split('/').pop()));
  const priority = desk.locator('select#priority');
  const first = await priority.inputValue();
  await priority.focus();
  await desk.keyboard.press('ArrowDown');
  await sleep(500);
  check(await priority.inputValue() !== first && posts.length === 0, `looking saves nothing: ${posts}`);
  await desk.keyboard.press('Escape');
  check(await priority.inputValue() === first, 'Escape goes back');
  for (const presses of [1, 2]) {
    await desk.keyboard.press(presses === 1 ? 'ArrowDown' : 'ArrowUp');
    await desk.keyboard.press('Enter');
    await until(`choice ${presses}`, () => posts.length === presses);
    await sleep(700);
    await priority.focus();
  }
  check(await priority.inputValue() === first, 'there and back again');
  check(new URL(desk.url()).pathname.startsWith('/desk/tickets/'), 'one is still at the ticket');
});

tests['a page left open past midnight is drawn anew once nobody uses it, and loses no words'] = browser => atDesk(browser, async ({ desk }) => {
  await desk.locator('textarea[name=body]').pressSequentially('Half a sentence');
  await desk.clock.install();
  await desk.reload();
  await alive(desk);
  await until('the words', async () => await words(desk) === 'Half a sentence');
  await desk.evaluate(() => { document.body.dataset.old = ''; });
  await desk.locator('textarea[name=body]').focus();
  // Each page has a moment of its own within five minutes.
  await desk.clock.fastForward('24:00:00');
  await desk.clock.fastForward('00:06:00');
  await desk.clock.runFor(30_000);
  check(await desk.locator('body[data-old]').count() === 1, 'nothing is taken from under somebody who writes');
  await desk.evaluate(() => document.activeElement.blur());
  await desk.clock.runFor(40_000);
  await until('the page anew', async () => !await desk.locator('body[data-old]').count());
  await alive(desk);
  await until('the words again', async () => await words(desk) === 'Half a sentence');
});

tests['what moved before the page was connected is told, and what did not move is not'] = browser => atDesk(browser, async ({ desk, world, agent }) => {
  const arrived = desk.locator('.arrived', { has: desk.locator('kbd') });
  const other = await agent.newPage();
  // A look at a ticket that nobody saw yet moves nothing.
  for (const place of ['/desk?view=open', '/desk/tickets/1005?view=open', '/desk?view=open']) {
    const asked = desk.waitForEvent('websocket').then(socket => socket.waitForEvent('framesent', { predicate: frame => String(frame.payload).includes('listed') }));
    await desk.goto(world.base + place);
    await asked;
    await sleep(700);
    check(!await arrived.isVisible(), `${place}: nothing moved, and yet: ${await arrived.innerText()}`);
  }
  let release;
  const late = new Promise(done => { release = done; });
  await desk.route('**/app_bg.wasm', async route => { await late; await route.continue(); });
  await desk.reload();
  await other.goto(`${world.base}/tickets/new`);
  await other.fill('[name=subject]', 'Came meanwhile');
  await other.fill('[name=body]', 'While the page was under way.');
  await other.fill('[name=mail]', 'ada@example.com');
  await other.locator('main form button[type=submit]').last().click();
  await other.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));
  check(!await desk.getByText('Came meanwhile').count(), 'the list is from before');
  release();
  await arrived.waitFor();
  await desk.unroute('**/app_bg.wasm');
  await arrived.locator('a').click();
  await desk.getByText('Came meanwhile').first().waitFor();
  await alive(desk);
});

tests['a search that finds nothing says so, and clearing clears'] = browser => atDesk(browser, async ({ desk }) => {
  const rows = () => desk.locator('a.row:visible').count();
  const all = await rows();
  await desk.locator('input[type=search]').fill('no such words anywhere');
  await desk.getByText('No tickets in this list match.').waitFor();
  check(await rows() === 0, 'no row is left');
  await desk.getByRole('button', { name: 'Clear search' }).click();
  check(await rows() === all, 'all are back');
});

tests['text that is pasted with a picture of itself stays text, and a file alone is attached'] = browser => atDesk(browser, async ({ desk }) => {
  const area = desk.locator('textarea[name=body]');
  await pasteCells(area, true);
  await sleep(300);
  check(await desk.locator('.composer__files .file').count() === 0, 'the picture of the cells is left out');
  await pasteCells(area, false);
  await desk.locator('.composer__files .file', { hasText: 'cells.png' }).waitFor();
});

tests['a computer that somebody signed out of keeps none of their words'] = browser => atDesk(browser, async ({ desk }) => {
  const kept = () => desk.evaluate(() => Object.keys(localStorage).filter(name => name.startsWith('porchlight:draft')).length);
  await desk.locator('textarea[name=body]').pressSequentially('Between us');
  check(await kept() === 1, 'the draft is kept');
  await desk.locator('.rail__end').click();
  await desk.locator('#account form button').click();
  await desk.waitForURL(url => url.pathname === '/desk/sign-in');
  check(await kept() === 0, 'and forgotten');
});

tests['a ticket is noted, replied to, sorted and solved without JavaScript'] = async browser => {
  const world = await start();
  const agent = await context(browser, { javaScriptEnabled: false });
  try {
    const desk = await firstAgent(agent, world);
    await desk.goto(`${world.base}/desk/tickets/1005`);
    const send = async (kind, text, button) => {
      await desk.locator(`[name=kind][value=${kind}]`).check({ force: true });
      await desk.fill('textarea[name=body]', text);
      await desk.locator(`.composer ${button}`).click();
      await desk.locator('.thread').getByText(text).waitFor();
      check(await desk.locator('.thread').getByText(text).count() === 1, `${text} stands there once`);
    };
    await send('note', 'canary: third one this week', '.button--primary');
    await desk.locator('.message[data-kind=note]', { hasText: 'canary' }).waitFor();
    await send('reply', 'Have you descaled it?', '.button--primary');
    check(await desk.locator('.message[data-kind=note]', { hasText: 'descaled' }).count() === 0, 'a reply is no note');
    await desk.selectOption('#priority', 'high');
    await desk.locator('form:has(#priority) button').click();
    check(await desk.locator('#priority').inputValue() === 'high', 'the priority is kept');
    await send('reply', 'Then it is solved.', '[name=then]');
    check(await desk.locator('#status').inputValue() === 'solved', 'and the ticket is solved');
    check(!agent.faults.length, `no faults: ${agent.faults}`);
  } finally {
    await agent.close();
    await world.stop();
  }
};

tests['a colleague is invited by a link, comes in, and is out the moment they are disabled'] = browser => atDesk(browser, async ({ desk, world }) => {
  const colleague = await context(browser);
  try {
    await desk.goto(`${world.base}/desk/team`);
    await alive(desk);
    await desk.fill('[name=mail]', 'kim@tarn.example');
    await desk.keyboard.press('Enter');
    const link = await desk.locator('pre.code').innerText();
    await desk.reload();
    await desk.getByText('The link can\'t be shown again.').waitFor();
    check(await desk.locator('pre.code').count() === 0, 'the link is not shown again');

    const kim = await colleague.newPage();
    await kim.goto(link);
    check(await kim.locator('#mail').inputValue() === 'kim@tarn.example', 'the address stands there');
    await kim.fill('[name=name]', 'Kim Lund');
    await kim.fill('[name=password]', PASSWORD);
    await kim.keyboard.press('Enter');
    await kim.waitForURL(url => url.pathname === '/desk');
    await kim.goto(`${world.base}/desk/tickets/1005`);
    await alive(kim);
    await kim.locator('textarea[name=body]').fill('Half a sentence');

    await desk.goto(`${world.base}/desk/team`);
    await desk.getByRole('link', { name: 'Disable Kim Lund' }).click();
    await desk.getByRole('heading', { name: 'Disable Kim Lund?' }).waitFor();
    await desk.locator('.button--danger').click();
    await desk.waitForURL(url => url.hash === '#disabled');
    await desk.getByRole('button', { name: 'Enable Kim Lund' }).waitFor();
    await kim.locator('textarea[name=body]').press('Control+Enter');
    await until('kim is told', async () => (await kim.locator('body').innerText()).match(/signed out|Sign in/));
    await kim.goto(`${world.base}/desk`);
    check(new URL(kim.url()).pathname === '/desk/sign-in', 'and is out');
  } finally {
    await colleague.close();
  }
});

tests['the demo has a colleague who comes in by a forgotten password, without JavaScript too'] = browser => atDesk(browser, async ({ desk, world }) => {
  const colleague = await context(browser, { javaScriptEnabled: false });
  try {
    const jonas = await colleague.newPage();
    await jonas.goto(`${world.base}/desk/sign-in`);
    await jonas.getByRole('link', { name: 'Forgot your password?' }).click();
    await jonas.fill('[name=mail]', 'jonas@tarn.example');
    await jonas.keyboard.press('Enter');
    await jonas.getByText('If an account uses jonas@tarn.example').waitFor();
    const link = await until('the email', async () => {
      await jonas.goto(world.mailbox);
      return (await jonas.content()).match(/http:[^"\s]+\/desk\/password\/[0-9a-f]{64}/)?.[0];
    });
    await jonas.goto(link);
    await jonas.fill('[name=password]', PASSWORD);
    await jonas.keyboard.press('Enter');
    await jonas.waitForURL(url => url.pathname === '/desk');
    await jonas.goto(`${world.base}/desk/account`);
    check(await jonas.inputValue('[name=name]') === 'Jonas Brandt', 'it is Jonas');
    await desk.goto(`${world.base}/desk/team`);
    await desk.getByText('jonas@tarn.example').waitFor();
    check(await desk.getByText('No password yet').count() === 0, 'he has a password now');
    await desk.locator('.rail__end').click();
    await desk.locator('#account').getByRole('link', { name: 'Your account' }).click();
    await desk.waitForURL(url => url.pathname === '/desk/account');
    await desk.fill('[name=name]', 'Mina Berg');
    await desk.keyboard.press('Enter');
    await desk.getByText('New replies will show this name.').waitFor();
  } finally {
    await colleague.close();
  }
});
