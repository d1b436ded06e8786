// What the tests of single islands share: a suite whose tests each have a stage, what the live link says, and where things stand.
import { kept, stage } from './stage.mjs';
import { until } from './world.mjs';

export const TICKET = '/tickets/48213', DESK = '/desk/tickets/48213';

/** A suite, and how a test is put into it: each has a stage of its own. */
export function suite() {
  const tests = {};
  const on = (name, test) => {
    tests[name] = async browser => {
      const set = await stage(browser);
      let isWell = false;
      try {
        await test(set);
        isWell = true;
      } finally {
        await set.close().catch(error => { if (isWell) throw error; });
      }
    };
  };
  return { tests, on };
}

export const line = (ticket, seq, words, by = 'agent') => ({ event: {
  ticket, seq, by, kind: 'reply_sent',
  html: `<li id="m-${seq}" data-seq="${seq}" class="message"><div class="message__head"><strong>Mina Koch</strong></div><div class="message__body"><p>${words}</p></div></li>`,
} });
export const parts = (ticket, seq, named = {}) => ({ parts: { ticket, seq, parts: Object.entries(named) } });
export const presence = (ticket, is_other_side_here, agents = []) => ({ presence: { ticket, is_other_side_here, agents } });
export const typing = (ticket, name) => ({ typing: { ticket, name } });
export const places = page => page.locator('.thread > leptos-children > ol > li, .thread > ol > li').evaluateAll(all => all.map(one => Number(one.dataset.seq)));
export const after = async (page, seq) => (await places(page)).filter(place => place > seq).join();
export const part = (page, name) => page.locator(`leptos-island[data-props*='"name":"${name}"'][data-component^=Part_] > .part`);
export const words = page => page.locator('[name=body]');
export const waits = page => page.locator('.composer__says');
export const isTrue = (what, look) => until(what, look, 5000);

/** An answer to a write that comes when it is told to. */
export function held() {
  let release;
  const answer = new Promise(resolve => { release = () => resolve(kept); });
  return { answer, release };
}
