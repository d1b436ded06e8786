// What hands do to the islands: compose characters, paste and drop files, press keys, use a small window.
import { DESK, TICKET, isTrue, suite, words } from './island.mjs';
import { whole } from './stage.mjs';
import { check, pasteCells, sleep, until } from './world.mjs';

const { tests, on } = suite();

on('a half-composed character is not sent by the keys that send', async set => {
  for (const address of [TICKET, DESK]) {
    const page = await set.open(address);
    await words(page).fill('にほ');
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      await words(page).evaluate((area, composing) => area.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, ...composing })), composing);
    }
    await sleep(300);
    check(!set.posts.length && await words(page).inputValue() === 'にほ', `${address}: ${JSON.stringify(set.posts)}`);
  }
});

on('a file is taken by pasting and by dropping, and text beside a picture wins', async set => {
  for (const address of [TICKET, DESK]) {
    const page = await set.open(address);
    const chips = () => page.locator('.composer__files li, .composer__files .file').count();
    const before = await chips();
    await pasteCells(words(page), true);
    await sleep(300);
    check(await chips() === before, `${address}: the text was meant`);
    // Firefox lets no script make a clipboard with a file in it.
    const pasted = await page.evaluate(() => navigator.userAgent.includes('Firefox')) ? 0 : 1;
    await pasteCells(words(page), false);
    await isTrue(`${address}: the pasted picture`, async () => await chips() === before + pasted);
    await page.locator('.composer').evaluate(composer => {
      const data = new DataTransfer();
      data.items.add(new File(['words'], 'dropped.txt', { type: 'text/plain' }));
      composer.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await isTrue(`${address}: the dropped file`, async () => await chips() === before + pasted + 1);
    check((await page.locator('.composer').innerText()).includes('dropped.txt'), 'by its name');
  }
});

on('fields are large enough that a phone does not zoom, and a low window still shows what one writes', async set => {
  for (const address of [TICKET, DESK, '/tickets/new']) {
    const page = await set.open(address);
    const small = await page.locator('textarea, input:not([type=hidden], [type=file], [type=radio], [type=checkbox]), select').evaluateAll(all => all
      .filter(field => parseFloat(getComputedStyle(field).fontSize) < 16).map(field => field.name || field.id));
    check(!small.length, `${address}: smaller than 16 px: ${small}`);
    await page.setViewportSize({ width: 640, height: 300 });
    await page.locator('textarea[name=body]').click();
    const box = await page.locator('textarea[name=body]').boundingBox();
    check(box.y >= 0 && box.y + Math.min(box.height, 40) <= 300, `${address}: ${JSON.stringify(box)}`);
  }
});

on('the list shows twelve tickets at 1280 by 800, and keeps its place', async set => {
  const page = await set.open(DESK);
  await page.evaluate(() => {
    const rows = document.querySelector('.rows');
    for (let more = 0; more < 30; more += 1) rows.append(rows.firstElementChild.cloneNode(true));
  });
  const shown = () => page.locator('.rows > li').evaluateAll(all => all.filter(row => {
    const { top, bottom } = row.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }).length);
  check(await shown() >= 12, `${await shown()} tickets are shown`);
  const first = await page.locator('.rows > li').first().boundingBox();
  page.tell({ inbox: { ticket: '00000000-0000-0000-0000-0000000000ff', number: 1 } });
  await page.locator('.arrived', { has: page.locator('kbd') }).waitFor();
  check(await shown() >= 12, `${await shown()} tickets are shown while others arrived`);
  check((await page.locator('.rows > li').first().boundingBox()).y === first.y, 'nothing moved under the pointer');
  await page.locator('.pane__scroll', { has: page.locator('.rows') }).evaluate(pane => { pane.scrollTop = pane.scrollHeight; });
  const [last, bar] = [await page.locator('.rows > li').last().boundingBox(), await page.locator('.arrived--float .button').boundingBox()];
  check(last.y + last.height <= bar.y, 'the end of the list is not under it');
  // As the page comes, in a window that shows some of its rows.
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.reload();
  await whole(page);
  const pane = page.locator('.pane__scroll', { has: page.locator('.rows') });
  const top = await pane.evaluate(pane => { pane.scrollTop = 9999; return pane.scrollTop; });
  check(top > 20, `the list scrolls: ${top}`);
  await page.reload();
  await whole(page);
  await isTrue('the list at its place', () => pane.evaluate((pane, top) => Math.abs(pane.scrollTop - top) < 2, top));
});

on('a row that a key opened has the focus on the next page, one that a pointer opened has not', async set => {
  const page = await set.open(DESK);
  const href = await page.locator('a.row').nth(1).getAttribute('href');
  const onRow = () => page.evaluate(href => document.activeElement.getAttribute('href') === href, href);
  await page.locator('a.row').nth(1).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.pathname + url.search === href);
  await whole(page);
  await isTrue('the focus on the row', onRow);
  await page.locator('a.row').nth(2).click();
  await page.waitForURL(url => url.pathname + url.search !== href);
  await whole(page);
  await sleep(200);
  check(await page.evaluate(() => document.activeElement === document.body), 'the pointer leaves the focus alone');
});

on('the button that saves a choice leaves the focus at the choice', async set => {
  const page = await set.open(DESK);
  await page.locator('#priority').focus();
  await page.keyboard.press('ArrowUp');
  await page.locator('.setting button.is-wanted').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await until('the write', () => set.posts.length === 1);
  check(await page.evaluate(() => document.activeElement.id) === 'priority', await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80)));
});

on('e looks at "Solved" and solves nothing, and switched-off keys do nothing', async set => {
  const page = await set.open(DESK);
  await page.keyboard.press('e');
  await isTrue('the choice', async () => await page.locator('#status').inputValue() === 'solved');
  await sleep(300);
  check(!set.posts.length, 'nothing is saved by looking');
  await page.keyboard.press('Escape');
  check(await page.locator('#status').inputValue() === 'open', 'Escape goes back');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('?');
  await page.locator('#keys input[type=checkbox]').uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await whole(page);
  await page.keyboard.press('m');
  await sleep(300);
  check(await page.locator('[name=kind][value=reply]').isChecked(), 'm makes no note any more');
  await words(page).fill('Sent all the same');
  await words(page).press('Control+Enter');
  await until('the write', () => set.posts.length === 1);
});

export default tests;
