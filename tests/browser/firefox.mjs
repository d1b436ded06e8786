#!/usr/bin/env node
// Stands before Firefox: Playwright asks an older one for things that it does not know yet and that our suites do not need. Such
// a question is answered here, everything else passes.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const { ws: Socket, wsServer: Server } = createRequire(import.meta.resolve('playwright-core/package.json'))('./lib/utilsBundle.js');
const KNOWN = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const firefox = spawn(process.env.PORCHLIGHT_FIREFOX || '/usr/bin/firefox-esr', process.argv.slice(2), { stdio: ['ignore', 'pipe', 'pipe'] });
firefox.stdout.pipe(process.stdout);
firefox.on('exit', code => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => firefox.kill(signal));

let said = '';
firefox.stderr.on('data', text => {
  const was = KNOWN.test(said);
  said += text;
  if (!was && KNOWN.test(said)) stand(said.match(KNOWN)[1]);
});

function stand(before) {
  const server = new Server({ port: 0, host: '127.0.0.1' });
  server.on('listening', () => console.error(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}`));
  server.on('connection', (asks, request) => {
    const answers = new Socket(before + request.url, { perMessageDeflate: false });
    const early = [];
    asks.on('message', text => { if (answers.readyState === Socket.OPEN) answers.send(String(text)); else early.push(String(text)); });
    answers.on('open', () => early.forEach(text => answers.send(text)));
    answers.on('message', text => asks.send(known(String(text))));
    answers.on('close', () => asks.close());
    answers.on('error', () => asks.close());
    asks.on('close', () => answers.close());
  });
}

/** What Firefox does not know is done already. */
function known(text) {
  const answer = JSON.parse(text);
  return answer.error === 'unknown command' ? JSON.stringify({ type: 'success', id: answer.id, result: { collector: 'none' } }) : text;
}
