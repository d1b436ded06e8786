// The widget on the host page: a launcher, and one frame of our origin once somebody wants it. It asks the page for
// nothing but `script-src` and `frame-src`, keeps nothing, and never throws.
(() => {
  // The page may change what these are later on.
  const { document: page, console: log, setTimeout: later, visualViewport: viewport, MessageChannel: Channel } = window;
  const root = page.documentElement;
  const script = page.currentScript || page.querySelector('script[data-site][src*="/widget/"]');

  const safely = (call) => (one, two, three) => {
    try {
      call(one, two, three);
    } catch (fault) {
      log.warn("Porchlight:", fault);
    }
  };

  const begin = () => {
    const site = script.getAttribute("data-site");
    const { origin } = new URL(script.src);
    const queue = (window.Porchlight || begin).q || [];
    // The server puts the site's look in place of the word; as long as it is a word, it changes nothing here.
    const look = Object.assign(
      { accent: "#00646b", on: "#fff", dark: "#6fd0d6", onDark: "#10131a", open: "Open chat", close: "Close chat", unread: "{n}", title: "Chat" },
      "__LOOK__",
    );

    const drawn = (parent, name, attributes, space) => {
      const element = space ? page.createElementNS("http://www.w3.org/2000/svg", name) : page.createElement(name);
      for (const key in attributes) element.setAttribute(key, attributes[key]);
      if (parent) parent.appendChild(element);
      return element;
    };
    const host = drawn(0, "porchlight-widget");
    const shadow = host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `:host{all:initial!important;position:fixed!important;inset-block-end:20px!important;inset-inline-end:20px!important;z-index:2147483000!important;direction:${getComputedStyle(root).direction}!important;color-scheme:light dark;--a:light-dark(${look.accent},${look.dark});--o:light-dark(${look.on},${look.onDark});--s:0 1px 2px #0002,0 12px 40px -8px light-dark(#1124,#0009);--g:light-dark(#fc76,#fa33)}` +
      `:host([hidden]){display:none!important}` +
      `button{position:relative;display:grid;place-items:center;box-sizing:border-box;inline-size:56px;block-size:56px;padding:0;border:1px solid #0000;border-radius:50%;cursor:pointer;color:var(--o);background:var(--a);box-shadow:var(--s)}` +
      `button:hover{filter:brightness(1.1)}` +
      `button:focus-visible{outline:2px solid var(--a);outline-offset:3px}` +
      `button::after{content:"";position:absolute;inset:-1px;border-radius:50%}` +
      `.lit::after,.new::after{box-shadow:0 0 0 5px var(--g)}` +
      `.lit::after{animation:b 1.8s ease-in-out}` +
      `svg{inline-size:28px;block-size:28px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}` +
      `.lit .g,.new .g{fill:#fc7}.g{stroke:none}` +
      `[aria-expanded=true] .l,[aria-expanded=false] .d{display:none}` +
      `span{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;padding-inline:6px;border-radius:10px;background:#fa3;color:#011;font:600 13px/20px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px Canvas}` +
      `span:empty{display:none}` +
      `iframe{position:absolute;inset-block-end:72px;inset-inline-end:0;inline-size:min(400px,100vw - 40px);block-size:min(640px,100dvh - 112px);border:1px solid light-dark(#dde,#334);border-radius:16px;background:Canvas;box-shadow:var(--s);visibility:hidden;opacity:0;transition:opacity .1s}` +
      `.up{visibility:visible;opacity:1}` +
      `@keyframes b{0%{opacity:0}45%{box-shadow:0 0 0 10px var(--g)}}` +
      `@media(max-width:480px){iframe{position:fixed;inset:var(--y,0) 0 auto;inline-size:100%;block-size:var(--h,100dvh);border:0;border-radius:0}[aria-expanded=true]{visibility:hidden}}` +
      `@media print{:host{display:none!important}}` +
      `@media(prefers-reduced-motion:reduce){*,::after{animation:none!important;transition:none!important}}`,
    );
    shadow.adoptedStyleSheets = [sheet];

    const button = drawn(shadow, "button", { type: "button" });
    const icon = drawn(button, "svg", { viewBox: "0 0 20 20" }, 1);
    drawn(icon, "path", { class: "l g", d: "M5.75 8.25h8.5l-1.25 7h-6z" }, 1);
    drawn(icon, "path", { class: "l", d: "M10 1.9v1.6M4.25 8.25h11.5L12.5 4.25a1.5 1.5 0 0 0-1.15-.5h-2.7a1.5 1.5 0 0 0-1.15.5zM5.75 8.25l1.25 7h6l1.25-7M6.75 17.75h6.5" }, 1);
    drawn(icon, "path", { class: "d", d: "m5 8 5 5 5-5" }, 1);
    const badge = drawn(button, "span");

    let frame, port, isWarned, isOpen = false, isLit = look.lit, unread = 0, returns = 9, loads = 0, heres = 0;
    const listeners = [];

    const tell = (event, detail) => {
      for (let i = 0; i < listeners.length; i++) {
        if (listeners[i][0] === event) safely(listeners[i][1])(detail);
      }
    };
    const draw = () => {
      const label = isOpen ? look.close : look.open;
      button.setAttribute("aria-expanded", isOpen);
      button.setAttribute("aria-label", unread ? label + ", " + look.unread.replace("{n}", unread) : label);
      button.className = isOpen ? "" : unread ? "new" : isLit ? "lit" : "off";
      badge.textContent = unread || "";
      if (frame) frame.className = isOpen ? "up" : "";
    };
    const fit = () => {
      if (!frame) return;
      frame.style.setProperty("--h", viewport.height + "px");
      frame.style.setProperty("--y", viewport.offsetTop + "px");
    };
    const drop = () => {
      if (port) port.close();
      if (frame) frame.remove();
      frame = port = loads = heres = 0;
    };
    const missed = () => {
      close();
      drop();
      if (!isWarned) {
        isWarned = 1;
        log.warn(`Porchlight: ${location.origin} is not allowed to show the chat of site ${site}. Add it to Allowed websites: ${origin}/desk/sites`);
      }
    };
    const prepare = () => {
      if (frame) return;
      frame = drawn(0, "iframe", {
        title: look.title, allow: "", referrerpolicy: "strict-origin", src: origin + "/frame/" + encodeURIComponent(site),
        sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
      });
      frame.onload = safely(() => {
        // Every page says that it is here, before its load or soon after. One that was refused does not.
        const mine = frame;
        const count = ++loads;
        later(() => mine === frame && heres < count && missed(), 3e3);
      });
      shadow.insertBefore(frame, button);
      // Phones lay the keyboard over the page; only this viewport knows.
      viewport.addEventListener("resize", fit);
      viewport.addEventListener("scroll", fit);
      fit();
    };
    // Whoever is elsewhere on the page stays there.
    const isOurs = () => page.activeElement === host || page.activeElement === page.body;
    // The focus enters a page that has come: while a frame changes its process, a browser may lose track of who gets the keys.
    const enter = () => {
      if (!port) return;
      if (isOpen && isOurs()) frame.focus();
      port.postMessage({ type: isOpen ? "opened" : "closed" });
    };
    const open = () => {
      prepare();
      if (isOpen) return;
      isOpen = true;
      // Before the panel may lie over it: the focus enters from here.
      button.focus();
      draw();
      enter();
      tell("open");
    };
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      draw();
      if (isOurs()) button.focus();
      enter();
      tell("close");
    };
    const toggle = () => (isOpen ? close : open)();

    const heard = ({ data }) => {
      if (!data) return;
      if (data.type === "close") close();
      if (data.type === "lit") isLit = data.is_lit;
      if (data.type === "unread") {
        unread = data.count & 127;
        tell("unread", unread);
      }
      draw();
    };
    const greet = safely((event) => {
      if (!frame || !event.isTrusted || event.source !== frame.contentWindow || event.origin !== origin || !event.data) return;
      const word = event.data.porchlight;
      // The page says the one at once, its program the other when it has come.
      if (word === "here") isWarned = ++heres;
      if (word !== "hello") return;
      if (port) port.close();
      const channel = new Channel();
      port = channel.port1;
      port.onmessage = heard;
      frame.contentWindow.postMessage({ porchlight: "welcome" }, origin, [channel.port2]);
      enter();
    });

    const destroy = () => {
      watcher.disconnect();
      removeEventListener("message", greet);
      drop();
      host.remove();
      listeners.length = 0;
      delete window.Porchlight;
    };
    const verbs = {
      __proto__: null, open, close, toggle, destroy,
      show: () => { host.hidden = false; },
      hide: () => { close(); host.hidden = true; },
      on: (event, call) => { listeners[listeners.length] = [event, call]; },
    };
    const api = safely((verb, one, two) => verbs[verb] && verbs[verb](one, two));

    button.onpointerenter = button.onfocus = button.ontouchstart = safely(prepare);
    button.onclick = safely(toggle);
    addEventListener("message", greet);
    // Outside the body, where pages that change their body leave it alone.
    const watcher = new MutationObserver(() => host.isConnected || returns-- < 1 || root.appendChild(host));
    watcher.observe(root, { childList: true });
    draw();
    root.appendChild(host);
    api.is = site;
    window.Porchlight = api;
    for (let i = 0; i < queue.length; i++) api(queue[i][0], queue[i][1], queue[i][2]);
  };

  if (script && !(window.Porchlight && window.Porchlight.is)) safely(begin)();
})();
