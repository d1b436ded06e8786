// The islands that write, alone in a real browser: no word is lost, none is sent twice, none goes where it was not meant to.
import { DESK, TICKET, after, held, isTrue, line, part, parts, suite, waits, words } from './island.mjs';
import { kept, lost, refused, whole } from './stage.mjs';
import { check, sleep, until } from './world.mjs';

const { tests, on } = suite();

/** Sends what is written, and gives the write that came. */
async function sends(set, page, keys = 'Control+Enter') {
  const count = set.posts.length;
  await words(page).press(keys);
  await until('the write', () => set.posts.length > count);
  return set.posts.at(-1);
}

on('what one types is told, a note is not', async set => {
  const page = await set.open(DESK);
  await words(page).pressSequentially('Hello');
  await until('typing is told', () => page.asks.find(ask => ask.typing));
  await sleep(500);
  const told = page.asks.filter(ask => ask.typing).length;
  check(told === 1, `once in three seconds: ${told}`);
  const other = await set.open(DESK);
  await other.locator('[name=kind][value=note]').check({ force: true });
  await words(other).pressSequentially('Not for the customer');
  await sleep(500);
  check(!other.asks.some(ask => ask.typing), 'a note is nobody\'s but the team\'s');
});

on('Shift+Enter makes a line, Ctrl+Enter sends with its key, and the next message gets another', async set => {
  const page = await set.open(TICKET);
  await words(page).pressSequentially('The first line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('the third');
  check(await words(page).inputValue() === 'The first line\n\nthe third', await words(page).inputValue());
  check(!set.posts.length, 'nothing is sent by a line');
  await page.keyboard.press('Control+Enter');
  await isTrue('the field to be free', async () => await words(page).inputValue() === '');
  const [first] = set.posts;
  check(first.path === '/tickets/48213/replies' && first.body === 'The first line\r\n\r\nthe third', JSON.stringify(first));
  await words(page).fill('Another');
  await page.keyboard.press('Control+Enter');
  const second = await until('the second', () => set.posts[1]);
  check(first.key.length === 36 && second.key.length === 36 && first.key !== second.key, 'each has a key of its own');
  await isTrue('the field to be free', async () => await words(page).inputValue() === '');
  await page.keyboard.press('Control+Enter');
  await sleep(300);
  check(set.posts.length === 2, 'once more than needed sends nothing');
  check(await words(page).getAttribute('aria-invalid') !== 'true', 'and is no fault');
});

on('a note goes as a note and a reply as a reply', async set => {
  const page = await set.open(DESK);
  const send = async (text, keys, count) => {
    await words(page).fill(text);
    await words(page).press(keys);
    await until('the write', () => set.posts.length === count);
    await isTrue('the field to be free', async () => await words(page).inputValue() === '');
    return set.posts[count - 1];
  };
  await page.evaluate(() => document.activeElement?.blur());
  await words(page).fill('');
  await page.locator('[name=kind][value=note]').check({ force: true });
  const says = () => words(page).getAttribute('placeholder');
  check(await says() === await words(page).getAttribute('aria-label') && /Internal note/.test(await says()), `a note's field says so: ${await says()}`);
  const note = await send('Only for us', 'Control+Enter', 1);
  check(note.kind === 'note' && note.body === 'Only for us' && !note.then, JSON.stringify(note));
  const reply = await send('For the customer', 'Control+Enter', 2);
  check(/Reply to/.test(await says()), `and a reply's does: ${await says()}`);
  check(reply.kind === 'reply' && !reply.then, `after a note it is a reply again: ${JSON.stringify(reply)}`);
  const solved = await send('That was it', 'Control+Shift+Enter', 3);
  check(solved.kind === 'reply' && solved.then === 'solved', JSON.stringify(solved));
  check(new Set(set.posts.map(post => post.key)).size === 3, 'each has a key of its own');
});

on('a refused form says each fault at its field and keeps the words', async set => {
  const page = await set.open('/tickets/new');
  set.answer = () => refused([
    { field: 'mail', error: 'mail_wrong', message: 'This address is wrong.' }, { field: 'subject', error: 'subject_missing', message: 'The subject is missing.' },
    { field: 'body', error: 'body_missing', message: 'The message is missing.' },
  ]);
  await page.fill('#mail', 'ada@example');
  await words(page).fill('It stops at 80 degrees.');
  await words(page).press('Control+Enter');
  const at = async id => [await page.locator(`#${id}-fault`).innerText(), await page.locator(`#${id}`).getAttribute('aria-invalid')];
  await page.locator('#mail-fault').waitFor();
  check((await at('mail')).join() === 'This address is wrong.,true', `${await at('mail')}`);
  check((await at('subject')).join() === 'The subject is missing.,true', `${await at('subject')}`);
  check((await at('reply')).join() === 'The message is missing.,true', `${await at('reply')}`);
  check(!await page.locator('#name-fault').isVisible() && !await page.locator('#name').getAttribute('aria-invalid'), 'no fault of another field');
  check(!await page.locator('#mail-more').isVisible(), 'a fault takes the hint\'s place');
  check(await page.evaluate(() => document.activeElement.name) === 'mail', 'the focus goes to the first');
  check(await words(page).inputValue() === 'It stops at 80 degrees.' && await page.inputValue('#mail') === 'ada@example', 'the words are kept');
  check(await words(page).getAttribute('readonly') === null, 'and can be mended');
  await page.fill('#mail', 'ada@example.org');
  check(!await page.locator('#mail-fault').isVisible() && await page.locator('#subject-fault').isVisible(), 'mending one leaves the others');
  await words(page).press('Control+Enter');
  await until('the second try', () => set.posts.length === 2);
  check(set.posts[0].key !== set.posts[1].key, 'refused words give their key back');
});

on('a lost connection keeps the words and repeats them with the same key', async set => {
  const page = await set.open(TICKET);
  set.answer = (_, count) => count < 3 ? lost : kept;
  await words(page).fill('Typed in a tunnel.');
  await words(page).press('Control+Enter');
  await until('the page to say that it waits', async () => (await waits(page).innerText()).includes('Not sent yet.'));
  check(await words(page).inputValue() === 'Typed in a tunnel.', 'the words are kept');
  await until('the third try', () => set.posts.length === 3);
  await isTrue('the field to be free', async () => await words(page).inputValue() === '');
  check(set.posts.length === 3 && new Set(set.posts.map(post => post.key)).size === 1, JSON.stringify(set.posts));
  check(set.posts.every(post => post.body === 'Typed in a tunnel.'), 'the same words');
  check(!await waits(page).locator('> span').isVisible(), 'nothing waits any more');
  await sleep(2000);
  check(set.posts.length === 3, 'what arrived is not sent again');
});

on('words that may have arrived keep their key through a reload, changed words get another', async set => {
  const page = await set.open(TICKET);
  set.answer = () => lost;
  const again = async () => {
    await page.reload();
    await whole(page);
    await isTrue('the draft', async () => (await words(page).inputValue()).startsWith('Typed in a tunnel.'));
  };
  await words(page).fill('Typed in a tunnel.');
  const { key: first } = await sends(set, page);
  await again();
  await again();
  check((await sends(set, page)).key === first, 'the same words, the same key, however often it was loaded anew');
  await again();
  await words(page).press('End');
  await page.keyboard.type(' And after it.');
  check((await sends(set, page)).key !== first, 'other words, another key');
});

on('a draft comes back after a reload as what it was', async set => {
  const page = await set.open(DESK);
  await words(page).fill('');
  await page.locator('[name=kind][value=note]').check({ force: true });
  await words(page).pressSequentially('Only for us');
  await page.reload();
  await whole(page);
  check(await words(page).inputValue() === 'Only for us', await words(page).inputValue());
  check(await page.locator('[name=kind][value=note]').isChecked(), 'a note comes back as a note');
  await words(page).press('Control+Enter');
  const post = await until('the write', () => set.posts[0]);
  check(post.kind === 'note' && post.body === 'Only for us', JSON.stringify(post));
});


on('what is on its way stays what it is', async set => {
  const page = await set.open(DESK);
  const { answer, release } = held();
  set.answer = () => answer;
  const kind = value => page.locator(`[name=kind][value=${value}]`);
  await words(page).fill('For the customer');
  await words(page).press('Control+Enter');
  await until('the write', () => set.posts.length === 1);
  check(await kind('note').isDisabled() && await kind('reply').isDisabled(), 'its kind');
  check(await page.locator('#file').isDisabled(), 'its files');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('m');
  check(await kind('reply').isChecked(), 'by keys neither');
  release();
  await isTrue('the field to be free', async () => await words(page).inputValue() === '');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('m');
  await isTrue('a note', () => kind('note').isChecked());
});

on('what may have been sent keeps its key with all that it said', async set => {
  const page = await set.open(DESK);
  set.answer = () => lost;
  const again = async () => {
    await page.reload();
    await whole(page);
    await isTrue('the draft', async () => await words(page).inputValue() === 'Typed in a tunnel.');
  };
  await words(page).fill('Typed in a tunnel.');
  const { key: first } = await sends(set, page, 'Control+Shift+Enter');
  await again();
  // Looking at the form changes nothing.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('r');
  await again();
  check((await sends(set, page, 'Control+Shift+Enter')).key === first, 'sent and solved again, the same key');
  await again();
  check((await sends(set, page)).key !== first, 'not solved this time, another key');
});

on('files of an earlier try go once', async set => {
  const page = await set.open(DESK);
  const earlier = page.locator('input[name=kept]');
  check(await earlier.count() === 1, 'one was kept');
  await words(page).fill('With the picture.');
  await words(page).press('Control+Enter');
  await isTrue('the field to be free', async () => await words(page).inputValue() === '');
  check(!await earlier.isVisible(), 'it has gone');
  await words(page).fill('Without it.');
  await words(page).press('Control+Enter');
  await until('the second', () => set.posts.length === 2);
  check(set.posts[0].kept && !set.posts[1].kept, JSON.stringify(set.posts));
});

on('another subject is another ticket', async set => {
  const page = await set.open('/tickets/new');
  set.answer = () => lost;
  const asks = async subject => {
    await page.fill('#subject', subject);
    await words(page).fill('It stops at 80 degrees.');
    return (await sends(set, page)).key;
  };
  const first = await asks('Kettle');
  await page.reload();
  await whole(page);
  check(await asks('Kettle') === first, 'the same again has the same key');
  await page.reload();
  await whole(page);
  check(await asks('Lamp') !== first, 'another subject has another');
});

on('a choice on its way is not thrown away, and the next one follows', async set => {
  const page = await set.open(DESK);
  set.answer = () => lost;
  await page.locator('#status').selectOption('on_hold');
  await until('the write', () => set.posts.length === 1);
  await words(page).focus();
  page.tell(line(page.ticket, 39, 'Meanwhile', 'customer'), parts(page.ticket, 39, { facts: '<p id="anew">Told anew</p>' }));
  await isTrue('the line', async () => await after(page, 38) === '39');
  await until('another try', () => set.posts.length > 1);
  check(set.posts.every(post => post.key === set.posts[0].key && post.value === 'on_hold'), JSON.stringify(set.posts));
  check(!await page.locator('#anew').count(), 'the part waits for it');
  set.answer = () => kept;
  await page.locator('#anew').waitFor();
  const other = await set.open(DESK);
  const { answer, release } = held();
  const count = set.posts.length;
  set.answer = () => answer;
  await other.locator('#priority').selectOption('high');
  await until('the write', () => set.posts.length === count + 1);
  await other.locator('#priority').selectOption('low');
  release();
  await until('the second', () => set.posts.length === count + 2);
  const [first, second] = set.posts.slice(count);
  check(first.value === 'high' && second.value === 'low' && first.key !== second.key, JSON.stringify(set.posts));
});

on('a held reply is written against what is on screen, and held again by what comes later', async set => {
  const page = await set.open(DESK);
  const notice = page.locator('.notice', { has: page.locator('[name=anyway]') });
  set.answer = () => ({ status: 409, says: { error: 'held', message: 'Held.', faults: [] } });
  await words(page).fill('It leaves today.');
  const begun = Number(await page.locator('[name=seq]').inputValue());
  page.tell(line(page.ticket, begun + 1, 'One moment', 'customer'), parts(page.ticket, begun + 1));
  await isTrue('the line', async () => await after(page, begun) === `${begun + 1}`);
  await words(page).press('Control+Enter');
  await notice.waitFor();
  page.tell(line(page.ticket, begun + 2, 'And another', 'customer'), parts(page.ticket, begun + 2));
  await isTrue('the line', async () => (await after(page, begun)).endsWith(`${begun + 2}`));
  await words(page).press('Control+Enter');
  await until('the second try', () => set.posts.length === 2);
  const [first, second] = set.posts;
  check(Number(first.seq) === begun && Number(second.seq) === begun + 1, `against what was read: ${first.seq}, ${second.seq}`);
  check(!second.anyway, 'what came since then holds it again');
  await notice.waitFor();
  await words(page).fill('');
  await isTrue('the notice to go', async () => !await notice.isVisible());
  await words(page).fill('Something else.');
  set.answer = () => kept;
  await words(page).press('Control+Enter');
  const third = await until('the third', () => set.posts[2]);
  check(Number(third.seq) === begun + 2 && !third.anyway, `begun anew: ${JSON.stringify(third)}`);
});

export default tests;
