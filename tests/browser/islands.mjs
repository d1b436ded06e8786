// Every island alone in a real browser, on pages of the gallery: what the live link tells and what a write is answered, the test
// says itself, so it can also say what no server in good health would.
import { DESK, TICKET, after, isTrue, line, part, parts, places, presence, suite, typing, waits, words } from './island.mjs';
import { refused, whole } from './stage.mjs';
import { check, sleep, until } from './world.mjs';

const { tests, on } = suite();
const OTHER = '00000000-0000-0000-0000-0000000000ff';

on('the link says who it is, then watches from the last line on screen', async set => {
  const page = await set.open(TICKET);
  check(JSON.stringify(page.asks.slice(0, 2)) === JSON.stringify([
    { hello: { token: 'live-token', lang: 'en', zone: 'UTC' } }, { watch: { ticket: page.ticket, after: 9 } },
  ]), JSON.stringify(page.asks));
});

on('a link that ends is built anew, and asks from the last line on screen', async set => {
  const page = await set.open(TICKET);
  page.tell(line(page.ticket, 10, 'The first'), parts(page.ticket, 10), line(page.ticket, 11, 'Without its end'));
  await isTrue('the line', async () => await after(page, 9) === '10');
  page.drop();
  const asked = await until('the page to ask again', () => page.asks.filter(ask => ask.watch)[1]);
  check(asked.watch.after === 10, JSON.stringify(page.asks));
  page.tell(line(page.ticket, 10, 'The first, doubled'), line(page.ticket, 11, 'The second'), parts(page.ticket, 11));
  await isTrue('the line', async () => await after(page, 9) === '10,11');
  check(!(await page.locator('.thread').innerText()).includes('Without its end'), 'what was cut off is forgotten');
});

on('a line that is told stands in the thread once and in its place', async set => {
  const page = await set.open(TICKET);
  const before = await places(page);
  // Turned around, doubled, one that is on screen already, and one of another ticket.
  page.tell(line(page.ticket, 11, 'The second'), line(page.ticket, 10, 'The first'), line(page.ticket, 11, 'The second, doubled'));
  page.tell(line(page.ticket, 8, 'An old one'), line(OTHER, 10, 'A stranger\'s'), parts(page.ticket, 11));
  await isTrue('both lines', async () => await after(page, 9) === '10,11');
  page.tell(line(page.ticket, 10, 'The first, doubled'), line(page.ticket, 11, 'The second, doubled'), parts(page.ticket, 11));
  page.tell(line(page.ticket, 12, 'The third', 'customer'), parts(page.ticket, 12));
  await isTrue('the third line', async () => (await places(page)).includes(12));
  check((await places(page)).join() === [...before, 10, 11, 12].join(), `each once, in order: ${await places(page)}`);
  const said = await page.locator('.thread').innerText();
  check(!/doubled|old one|stranger/.test(said), said);
  const spoken = () => page.locator('[aria-live=polite]').textContent();
  const heard = await spoken();
  check(heard.trim() === 'Mina Koch: The first\nMina Koch: The second', `every line of the other side is read out: ${heard}`);
  for (const seq of [13, 14]) {
    const before = await spoken();
    page.tell(line(page.ticket, seq, 'Yes'), parts(page.ticket, seq));
    await isTrue('the same words to be read out again', async () => await spoken() !== before);
  }
});

on('what happened in a row is its last line, and what a customer said of the solution stands whatever came after it', async set => {
  const page = await set.open(DESK);
  const events = () => page.locator('.thread .event').evaluateAll(all => all.map(event => ({
    seq: Number(event.dataset.seq), kind: event.className, isShown: event.getBoundingClientRect().width > 1,
  })));
  const shown = async () => (await events()).filter(event => event.isShown).map(event => event.seq).join();
  const all = await events(), kept = all.filter(event => event.kind.includes('event--kept'));
  const last = all.findLast(event => !event.kind.includes('event--seen'));
  check(kept.length >= 3 && all.length > kept.length + 3, JSON.stringify(all));
  const expected = [...new Set([...kept, last])].map(event => event.seq);
  check(await shown() === expected.join(), `${await shown()} stand, not ${expected}`);
  // An agent looks, a customer says it isn't solved, an agent looks again.
  const event = (seq, kind) => ({ event: { ticket: page.ticket, seq, by: 'agent', kind: 'ticket_seen',
    html: `<li class="event ${kind}" id="m-${seq}" data-seq="${seq}"><span></span><div><p>It happened</p></div></li>` } });
  page.tell(event(90, 'event--seen'), event(91, 'event--kept'), event(92, 'event--seen'), parts(page.ticket, 92));
  const now = kept.includes(last) ? expected : expected.filter(seq => seq !== last.seq);
  await isTrue('the customer\'s word', async () => await shown() === [...now, 91].join());
  await page.locator('.activity > summary').click();
  await isTrue('every line', async () => (await events()).every(event => event.isShown));
});

on('the last words stand beside a subject where they have room, and else not at all', async set => {
  const page = await set.open(DESK);
  for (const width of [1280, 390, 900]) {
    await page.setViewportSize({ width, height: 800 });
    const slivers = await page.locator('.row__more').evaluateAll(all => all
      .map(words => ({ words: words.textContent, width: words.clientWidth, full: words.scrollWidth, isBeside: words.offsetTop === words.previousElementSibling.offsetTop }))
      .filter(one => one.isBeside && one.width < Math.min(90, one.full)));
    check(!slivers.length, `at ${width}: ${JSON.stringify(slivers)}`);
  }
});

on('lines without their end are shown after a while all the same', async set => {
  const page = await set.open(TICKET);
  page.tell(line(page.ticket, 10, 'Without an end'));
  await sleep(300);
  check(await after(page, 9) === '', 'it waits for its end at first');
  await isTrue('the line', async () => await after(page, 9) === '10');
});

on('a part is replaced by what is told of it, and by nothing older or of another ticket', async set => {
  const page = await set.open(TICKET);
  const standing = await part(page, 'standing').innerText();
  page.tell(parts(OTHER, 20, { label: 'A stranger\'s' }), parts(page.ticket, 11, { label: '<b>Solved</b>' }));
  await isTrue('the part', async () => await part(page, 'label').innerText() === 'Solved');
  page.tell(parts(page.ticket, 10, { label: 'Older', standing: 'Older' }), presence(page.ticket, false));
  await page.locator('.presence[data-here=no]').waitFor();
  check(await part(page, 'label').innerText() === 'Solved', 'an older one changes nothing');
  check(await part(page, 'standing').innerText() === standing, 'a part that nobody told of stays');
});

on('a part waits while the focus is in it, and its islands live', async set => {
  const page = await set.open(DESK);
  const facts = part(page, 'facts');
  const told = (await facts.locator('> leptos-children').innerHTML()).replaceAll('Faults and repairs', 'Deliveries');
  await page.locator('#priority').focus();
  page.tell(parts(page.ticket, 39, { facts: told, customer: '<p>Ada</p>' }));
  await isTrue('the part that nobody uses', async () => (await part(page, 'customer').innerText()).trim() === 'Ada');
  await page.locator('#status').focus();
  await sleep(300);
  check(!(await facts.innerText()).includes('Deliveries'), 'nothing moves under the focus, from one field to the next either');
  await words(page).focus();
  await isTrue('the part after the focus left', async () => (await facts.innerText()).includes('Deliveries'));
  // What came anew is alive: a choice in it sends itself.
  await page.locator('#status').selectOption('on_hold');
  const post = await until('the choice', () => set.posts[0]);
  check(post.path === '/desk/tickets/48213/status' && post.value === 'on_hold', JSON.stringify(post));
});

on('the lamp follows who is here, for this ticket only', async set => {
  const page = await set.open(TICKET);
  const lamp = here => page.locator(`.presence[data-here=${here}]`).waitFor({ timeout: 3000 });
  await lamp('yes');
  page.tell(presence(page.ticket, false));
  await lamp('no');
  page.tell(presence(page.ticket, true), presence(OTHER, false));
  await lamp('yes');
  await sleep(300);
  await lamp('yes');
});

on('the desk names who else looks at the ticket, and whether the customer does', async set => {
  const page = await set.open(DESK);
  const others = page.getByText('Also viewing: Jonas Brandt, Kim Sand'), customer = page.getByText('Customer is online');
  check(!await others.isVisible() && !await customer.isVisible(), 'nobody at first');
  page.tell(presence(page.ticket, true, ['Jonas Brandt', 'Kim Sand']));
  await others.waitFor();
  check(await customer.isVisible(), 'the customer is here');
  page.tell(presence(page.ticket, false));
  await customer.waitFor({ state: 'hidden' });
  check(!await page.getByText('Also viewing').isVisible(), 'nobody is here any more');
  page.tell(presence(page.ticket, true, []));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText('Customer is online').waitFor();
  const { width } = await page.locator('.line--title').boundingBox();
  check(width > 200, `beside it the subject has room on a phone: ${width}`);
});

on('typing shows, and goes with the message or after six seconds', async set => {
  const page = await set.open(TICKET);
  const typed = page.locator('.typing');
  page.tell(typing(OTHER, 'A stranger'));
  await sleep(200);
  check(!await typed.isVisible(), 'who types in another ticket is not shown');
  page.tell(typing(page.ticket, 'Mina Koch'));
  await typed.waitFor();
  check((await typed.innerText()).includes('Mina Koch is typing…'), await typed.innerText());
  page.tell(line(page.ticket, 10, 'There it is'), parts(page.ticket, 10));
  await typed.waitFor({ state: 'hidden', timeout: 2000 });
  page.tell(typing(page.ticket, ''));
  await typed.waitFor();
  check((await typed.innerText()).includes('Someone is typing…'), await typed.innerText());
  const began = Date.now();
  await sleep(4000);
  check(await typed.isVisible(), 'it stays for six seconds');
  await typed.waitFor({ state: 'hidden', timeout: 5000 });
  check(Date.now() - began > 5000, 'and goes then');
});

on('the question comes into sight once, and not again', async set => {
  const page = await set.open(TICKET);
  await page.setViewportSize({ width: 900, height: 500 });
  const ask = seq => parts(page.ticket, seq, { closing: `<section class="card closing" data-time="${seq}"><h2>Did this solve it?</h2></section>` });
  const asked = seq => page.locator(`[data-time="${seq}"]`).waitFor({ state: 'attached' });
  page.tell(parts(page.ticket, 10, { closing: '' }));
  page.tell(ask(11));
  await asked(11);
  await isTrue('the question in sight', async () => await page.evaluate(() => scrollY) > 0);
  // Some browsers take their time to get there.
  await sleep(700);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await isTrue('the top', async () => await page.evaluate(() => scrollY) === 0);
  page.tell(ask(12));
  await asked(12);
  await sleep(300);
  check(await page.evaluate(() => scrollY) === 0, 'the page stays where the reader is');
});

on('a setting leaves the conversation where it is read, one\'s own message goes to its end', async set => {
  const page = await set.open(DESK);
  await page.setViewportSize({ width: 1280, height: 460 });
  const pane = page.locator('.pane--talk .pane__scroll');
  await pane.evaluate(pane => pane.scrollTo(0, 0));
  await page.locator('#priority').selectOption('low');
  await until('the write', () => set.posts.length === 1);
  await sleep(500);
  check(await pane.evaluate(pane => pane.scrollTop) === 0, 'read on');
  await words(page).fill('Done.');
  await words(page).press('Control+Enter');
  await isTrue('the end', () => pane.evaluate(pane => pane.scrollTop > 0));
});

on('the list that comes anew is searched, and has what was counted', async set => {
  const page = await set.open(DESK);
  set.list = await page.locator('leptos-island[data-component^=Arrived_] > .part').innerHTML();
  const shown = () => page.locator('a.row:visible').count();
  const all = await shown();
  await page.fill('input[type=search]', 'Pim');
  await isTrue('fewer rows', async () => await shown() < all);
  const found = await shown();
  page.tell({ inbox: { ticket: OTHER, number: 1 } });
  const arrived = page.locator('.arrived', { has: page.locator('kbd') });
  await arrived.waitFor();
  await page.locator('a.row').first().evaluate(row => { row.dataset.old = ''; });
  await page.locator('#priority').selectOption('low');
  await isTrue('the list anew', async () => !await page.locator('a.row[data-old]').count());
  await isTrue('it searched', async () => await shown() === found);
  check(!await arrived.isVisible(), 'nothing waits to be shown');
});

on('two islands of one kind do not meet', async set => {
  const desk = await set.open(DESK);
  set.answer = () => ({ status: 422, says: { error: 'conflict', message: 'That cannot be.', faults: [] } });
  await desk.locator('#status').selectOption('on_hold');
  await desk.locator('.setting', { has: desk.locator('#status') }).getByText('That cannot be.').waitFor();
  check(set.posts.length === 1 && set.posts[0].path.endsWith('/status'), JSON.stringify(set.posts));
  check(await desk.getByText('That cannot be.').count() === 1, 'the fault stands at its own choice');
  check(await desk.locator('#status').inputValue() === 'open', 'a refused choice goes back');
  check(await desk.locator('#priority').inputValue() === 'urgent', 'the other one stays');
  const site = await set.open('/desk/sites/1');
  const shows = of => site.locator(`leptos-island[data-component^=SiteText_][data-props*='"of":"${of}"']`).innerText();
  const greeting = await shows('greeting');
  await site.fill('#name', 'Marlow');
  await isTrue('the name in the preview', async () => await shows('name') === 'Marlow');
  check(await shows('greeting') === greeting, 'the greeting stays');
  await site.fill('#greeting', 'Good day.');
  await isTrue('the greeting in the preview', async () => await shows('greeting') === 'Good day.');
  check(await shows('name') === 'Marlow', 'the name stays');
});

on('j and k open the next row and the one before, and mark it', async set => {
  const page = await set.open(DESK);
  const rows = await page.locator('a.row').evaluateAll(all => all.map(row => row.getAttribute('href')));
  const press = async (key, row) => {
    await page.keyboard.press(key);
    await page.waitForURL(url => url.pathname + url.search === rows[row]);
    await whole(page);
    await isTrue('the focus on the row', () => page.evaluate(href => document.activeElement.getAttribute('href') === href, rows[row]));
    const marked = await page.locator('a.row[aria-current]').evaluateAll(all => all.map(row => row.getAttribute('href')));
    check(marked.join() === rows[row], `${marked} are marked`);
  };
  await press('j', 1);
  await press('j', 2);
  await press('k', 1);
  await press('k', 0);
  await page.keyboard.press('k');
  await sleep(500);
  check(page.url().endsWith(rows[0]), 'there is none before the first');
});

on('a letter typed in a field is no command', async set => {
  const page = await set.open(DESK);
  const url = page.url();
  for (const field of [words(page), page.locator('input[type=search]')]) {
    await field.fill('');
    await field.pressSequentially('jkmrase/.?');
    check(await field.inputValue() === 'jkmrase/.?', await field.inputValue());
    await sleep(300);
  }
  await page.locator('#priority').focus();
  await page.keyboard.press('j');
  await sleep(300);
  check(page.url() === url, 'no row was opened');
  check(await page.locator('[name=kind][value=reply]').isChecked(), 'nothing became a note');
  check(await page.locator('#status').inputValue() === 'open' && !await page.locator('#keys').isVisible(), 'nothing was solved or opened');
  // The same letter outside of a field is one.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('m');
  await isTrue('the note', () => page.locator('[name=kind][value=note]').isChecked());
});

on('a ticket that moved is counted, and the one on screen is not', async set => {
  const page = await set.open(DESK);
  const arrived = page.locator('.arrived', { has: page.locator('kbd') });
  check(!await arrived.isVisible(), 'nothing at first');
  const inbox = ticket => ({ inbox: { ticket, number: 1 } });
  page.tell(inbox(page.ticket), inbox(OTHER), inbox(OTHER));
  await arrived.waitFor();
  check((await arrived.innerText()).includes('Show 1 new ticket'), await arrived.innerText());
  check(page.asks.includes('inbox'), 'the list was asked for');
});

export default tests;
