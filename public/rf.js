/*
 * Runs before Chainlit's bundle: decides the language, names what Chainlit leaves nameless or in
 * English, keeps what she typed, and gives the cards in public/elements their few shared hands
 * (window.rf). Every part stands alone: when a new Chainlit renames something, that part goes quiet
 * and the chat goes on.
 */
(() => {
  'use strict';

  const TAGS = { en: 'en-US', hi: 'hi', ta: 'ta', te: 'te' };
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  const COMPOSER = 'rf:composer';
  const TAP_LIMIT = 10000;
  const LATE_LIMIT = 120000;

  const WORDS = {
    en: {
      newChat: 'New chat', theme: 'Day or night colours', attach: 'Add a file', send: 'Send', stop: 'Stop',
      history: 'Past chats', search: 'Search', account: 'Account', options: 'More', bottom: 'Go to the newest',
      close: 'Close', remove: 'Take out', useful: 'Useful', notUseful: 'Not useful', copy: 'Copy',
      notices: 'Notices', write: 'Write here', logo: 'RaptorFlow', shops: 'My shops',
      queen: 'Help', swarm: 'Writing', critic: 'Checking', overseer: 'Your OK',
      fileBig: 'This file is too big.', upTo: 'Up to {mb} MB.', fileBad: 'This file cannot be read. Send a photo or a PDF.',
      fileMany: 'Too many files at once. Send fewer.', fileLost: 'The file did not reach us. Please send it again.',
      resume: 'This chat could not be opened.', copyLost: 'Could not copy. Hold the text to copy it.',
      offline: 'No network. What you wrote stays.', general: 'That did not work. Nothing is lost.',
    },
    hi: {
      newChat: 'नई चैट', theme: 'दिन या रात के रंग', attach: 'फ़ाइल जोड़ें', send: 'भेजें', stop: 'रोकें',
      history: 'पुरानी चैट', search: 'खोजें', account: 'खाता', options: 'और', bottom: 'सबसे नीचे जाएँ',
      close: 'बंद करें', remove: 'हटाएँ', useful: 'काम का है', notUseful: 'काम का नहीं', copy: 'कॉपी करें',
      notices: 'सूचनाएँ', write: 'यहाँ लिखें', logo: 'रैप्टरफ़्लो', shops: 'मेरी दुकानें',
      queen: 'सहायक', swarm: 'लेखन', critic: 'जाँच', overseer: 'मंज़ूरी',
      fileBig: 'यह फ़ाइल बहुत बड़ी है।', upTo: '{mb} एमबी तक।', fileBad: 'यह फ़ाइल पढ़ी नहीं जा सकती। फ़ोटो या PDF भेजिए।',
      fileMany: 'एक साथ बहुत फ़ाइलें हैं। थोड़ी भेजिए।', fileLost: 'फ़ाइल हम तक नहीं पहुँची। फिर से भेजिए।',
      resume: 'यह चैट नहीं खुल पाई।', copyLost: 'कॉपी नहीं हुआ। लिखे को दबाकर कॉपी कीजिए।',
      offline: 'नेटवर्क नहीं है। लिखा हुआ रहेगा।', general: 'यह नहीं हो पाया। कुछ खोया नहीं।',
    },
    ta: {
      newChat: 'புது சாட்', theme: 'பகல் அல்லது இரவு நிறம்', attach: 'ஃபைல் சேர்', send: 'அனுப்பு', stop: 'நிறுத்து',
      history: 'பழைய சாட்', search: 'தேடு', account: 'கணக்கு', options: 'மேலும்', bottom: 'கடைசிக்குப் போ',
      close: 'மூடு', remove: 'எடு', useful: 'உதவியா இருக்கு', notUseful: 'உதவியா இல்ல', copy: 'நகலெடு',
      notices: 'அறிவிப்புகள்', write: 'இங்கே எழுதுங்கள்', logo: 'ராப்டர்ஃப்ளோ', shops: 'என் கடைகள்',
      queen: 'உதவி', swarm: 'எழுத்து', critic: 'சரிபார்ப்பு', overseer: 'அனுமதி',
      fileBig: 'இந்த ஃபைல் ரொம்ப பெரிசு.', upTo: '{mb} எம்பி வரை.', fileBad: 'இந்த ஃபைலைப் படிக்க முடியல. போட்டோ அல்லது PDF அனுப்புங்க.',
      fileMany: 'ஒரே நேரத்துல நிறைய ஃபைல். கொஞ்சமா அனுப்புங்க.', fileLost: 'ஃபைல் எங்ககிட்ட வரல. மறுபடியும் அனுப்புங்க.',
      resume: 'இந்த சாட்டைத் திறக்க முடியல.', copyLost: 'நகலெடுக்க முடியல. எழுத்தை அழுத்திப் பிடிச்சு நகலெடுங்க.',
      offline: 'நெட்வொர்க் இல்ல. எழுதினது அப்படியே இருக்கும்.', general: 'இது முடியல. எதுவும் தொலைஞ்சு போகல.',
    },
    te: {
      newChat: 'కొత్త చాట్', theme: 'పగటి లేదా రాత్రి రంగు', attach: 'ఫైల్ జోడించండి', send: 'పంపండి', stop: 'ఆపండి',
      history: 'పాత చాట్‌లు', search: 'వెతకండి', account: 'ఖాతా', options: 'మరిన్ని', bottom: 'కిందికి వెళ్లండి',
      close: 'మూయండి', remove: 'తీసేయండి', useful: 'ఉపయోగపడింది', notUseful: 'ఉపయోగపడలేదు', copy: 'కాపీ చేయండి',
      notices: 'సమాచారం', write: 'ఇక్కడ రాయండి', logo: 'రాప్టర్‌ఫ్లో', shops: 'నా షాపులు',
      queen: 'సహాయం', swarm: 'రాత', critic: 'చెక్', overseer: 'అనుమతి',
      fileBig: 'ఈ ఫైల్ చాలా పెద్దది.', upTo: '{mb} ఎంబీ వరకు.', fileBad: 'ఈ ఫైల్ చదవలేకపోయాం. ఫోటో లేదా PDF పంపండి.',
      fileMany: 'ఒకేసారి చాలా ఫైల్స్. కొన్ని పంపండి.', fileLost: 'ఫైల్ మాకు చేరలేదు. మళ్లీ పంపండి.',
      resume: 'ఈ చాట్ తెరుచుకోలేదు.', copyLost: 'కాపీ అవ్వలేదు. రాసినదాన్ని నొక్కి పట్టుకుని కాపీ చేయండి.',
      offline: 'నెట్‌వర్క్ లేదు. రాసింది అలాగే ఉంటుంది.', general: 'ఇది కుదరలేదు. ఏదీ పోలేదు.',
    },
  };

  const attempt = (part) => {
    try {
      return part();
    } catch (error) {
      console.warn('rf', error);
      return undefined;
    }
  };
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const byId = (id) => document.getElementById(id);
  const root = () => {
    const meta = document.querySelector('meta[property="og:root_path"]');
    return (meta && meta.content) || '';
  };

  // ---- language: what she chose, else what the browser says --------------------------------

  const readCookie = (name) => {
    const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
  };
  const chooseLanguage = (lang) => {
    const secure = location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `rf_lang=${lang}; path=/; max-age=31536000; samesite=lax${secure}`;
  };
  const linkLanguage = (href) => {
    const found = /#lang-(en|hi|ta|te)$/.exec(href || '');
    return found ? found[1] : '';
  };

  const asked = linkLanguage(location.hash);
  if (asked) {
    attempt(() => chooseLanguage(asked));
    attempt(() => history.replaceState(history.state, '', location.pathname + location.search));
  }
  const browser = String(navigator.language || '').slice(0, 2).toLowerCase();
  const stored = attempt(() => readCookie('rf_lang'));
  const lang = TAGS[stored] ? stored : TAGS[browser] ? browser : 'en';
  const words = WORDS[lang];
  const tag = TAGS[lang];

  attempt(() => {
    const languages = [tag].concat(Array.from(navigator.languages || []));
    Object.defineProperty(Navigator.prototype, 'language', { configurable: true, get: () => tag });
    Object.defineProperty(Navigator.prototype, 'languages', { configurable: true, get: () => languages });
    document.documentElement.lang = lang === 'en' ? 'en-IN' : lang;
  });
  attempt(() => {
    // The search panel heads its months in the locale 'default', which is the phone's, not hers.
    const original = Date.prototype.toLocaleString;
    Date.prototype.toLocaleString = function (locale, options) {
      return original.call(this, locale === 'default' ? tag : locale, options);
    };
  });
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element && event.target.closest('a[href*="#lang-"]');
      const choice = link && linkLanguage(link.getAttribute('href'));
      if (!choice) return;
      event.preventDefault();
      event.stopPropagation();
      chooseLanguage(choice);
      location.reload();
    },
    true,
  );

  // ---- names for what Chainlit leaves nameless, or names in English ----------------------

  const NAMED = [
    ['#new-chat-button', 'newChat'], ['#theme-toggle', 'theme'], ['#chat-submit', 'send'],
    ['#upload-button', 'attach'], ['#upload-button-loading', 'attach'], ['#stop-button', 'stop'],
    ['#sidebar-trigger-button', 'history'], ['[data-sidebar="rail"]', 'history'], ['#search-chats-button', 'search'],
    ['#user-nav-button', 'account'], ['#chat-profiles', 'shops'], ['#thread-options', 'options'], ['button:has(> svg.lucide-arrow-down)', 'bottom'],
    ['button:has(> svg.lucide-thumbs-up)', 'useful'], ['button:has(> svg.lucide-thumbs-down)', 'notUseful'],
    ['.step button:has(> svg.lucide-copy)', 'copy'], ['#attachments button', 'remove'], ['#chat-input', 'write'],
    ['section[aria-label^="Notifications"]', 'notices'],
    ['[role="dialog"][data-sidebar="sidebar"]', 'history'],
  ];
  const ENGLISH = { 'Toggle theme': 'theme', 'Toggle Sidebar': 'history', Close: 'close' };

  const setAttribute = (node, name, value) => {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  };
  const nameEverything = () => {
    for (const [selector, key] of NAMED) {
      document.querySelectorAll(selector).forEach((node) => {
        setAttribute(node, 'aria-label', words[key]);
        if (node.title) setAttribute(node, 'title', words[key]);
        // The drop zone makes its button "presentation", which hides the name just given.
        if (node.getAttribute('role') === 'presentation') node.removeAttribute('role');
      });
    }
    document.querySelectorAll('#root .sr-only, [role="dialog"] .sr-only').forEach((node) => {
      const key = ENGLISH[node.textContent];
      if (key) node.textContent = words[key];
    });
    document.querySelectorAll('img.logo').forEach((image) => setAttribute(image, 'alt', words.logo));
    document.querySelectorAll('#user-nav-button img, #welcome-screen img:not([alt])').forEach((image) => {
      setAttribute(image, 'alt', '');
    });
    document.querySelectorAll('#thread-options:not([tabindex])').forEach((node) => {
      node.tabIndex = 0;
      node.setAttribute('role', 'button');
    });
    // A list whose only child is no item, and a button around another button: both are only boxes.
    document.querySelectorAll('ul:has(> #thread-history)').forEach((node) => setAttribute(node, 'role', 'none'));
    document.querySelectorAll('a > [data-sidebar="menu-button"]').forEach((node) => {
      setAttribute(node, 'role', 'none');
      setAttribute(node, 'tabindex', '-1');
    });
    document.querySelectorAll('.dropzone[tabindex="0"]').forEach((node) => node.setAttribute('tabindex', '-1'));
    document.querySelectorAll('#welcome-screen a[href*="#lang-"]').forEach((link) => {
      const choice = linkLanguage(link.getAttribute('href'));
      setAttribute(link, 'lang', choice);
      if (choice === lang) setAttribute(link, 'aria-current', 'true');
    });
  };

  // The picture changes with every line of a running step, and its name with it.
  const nameAvatars = () => {
    document.querySelectorAll('img[alt^="Avatar for "]').forEach((image) => {
      image.alt = words[image.alt.slice(11)] || '';
    });
  };

  // ---- Chainlit's own error texts ----------------------------------------------------------

  const ERRORS = [
    [/larger than|too large|exceed/i, 'fileBig'], [/too many files/i, 'fileMany'],
    [/file type|mime|not allowed|not enabled/i, 'fileBad'], [/upload|session not found/i, 'fileLost'],
    [/resume chat/i, 'resume'], [/failed to copy/i, 'copyLost'],
    [/failed to fetch|networkerror|load failed/i, 'offline'],
  ];
  const explain = (text) => {
    const found = ERRORS.find(([pattern]) => pattern.test(text));
    const size = /larger than (\d+)/i.exec(text);
    const said = words[found ? found[1] : 'general'];
    return size ? `${said} ${words.upTo.replace('{mb}', size[1])}` : said;
  };
  const known = new Set();
  for (const table of Object.values(WORDS)) Object.values(table).forEach((text) => known.add(text));
  const rewrite = (node) => {
    const text = (node.textContent || '').trim();
    if (!text || known.has(text)) return;
    const better = explain(text);
    known.add(better);
    node.textContent = better;
  };
  const translateErrors = () => {
    document.querySelectorAll('[data-sonner-toast][data-type="error"] [data-title]').forEach(rewrite);
    document.querySelectorAll('.alert:not(#session-error):not(.rf-own) p').forEach(rewrite);
  };

  // ---- what she has typed survives a reload and a lost session -------------------------------

  const session = {
    get: (key) => attempt(() => sessionStorage.getItem(key)) || '',
    set: (key, value) => attempt(() => sessionStorage.setItem(key, value)),
    drop: (key) => attempt(() => sessionStorage.removeItem(key)),
  };
  const fill = (box, text) => {
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
    setter.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  let sending = false;
  let filled = null;
  const keepComposer = () => {
    const box = byId('chat-input');
    if (!box || box === filled || sending) return;
    filled = box;
    const text = session.get(COMPOSER);
    if (text && !box.value) fill(box, text);
  };
  const afterSend = () => {
    sending = true;
    setTimeout(() => {
      const box = byId('chat-input');
      if (!box || box !== filled || !box.value) session.drop(COMPOSER);
      sending = false;
      keepComposer();
    }, 50);
  };
  document.addEventListener('input', (event) => {
    if (event.target.id !== 'chat-input') return;
    if (event.target.value) session.set(COMPOSER, event.target.value);
    else session.drop(COMPOSER);
  });
  document.addEventListener(
    'keydown',
    (event) => {
      const plain = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
      if (plain && event.target.id === 'chat-input') afterSend();
    },
    true,
  );
  document.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.closest('#chat-submit')) afterSend();
    },
    true,
  );

  // ---- F5 returns to the same chat ---------------------------------------------------------

  window.addEventListener('message', (event) => {
    const data = event.data || {};
    if (event.source !== window || data.rf !== 'thread' || !UUID.test(data.id)) return;
    const base = root();
    if (location.pathname.replace(/\/$/, '') !== base) return;
    attempt(() => history.replaceState(history.state, '', `${base}/thread/${data.id}`));
  });

  // ---- another shop in the header: not a chat of Chainlit's, a session of its own ---------

  let leaving = false;
  const toAnotherShop = (event) => {
    const item = event.target instanceof Element && event.target.closest('[data-test^="select-item:"]');
    const shop = item && item.dataset.test.slice('select-item:'.length);
    if (!shop || !UUID.test(shop) || item.querySelector('svg')) return; // the tick of where she is
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    if (leaving) return;
    leaving = true;
    const form = Object.assign(document.createElement('form'), { method: 'post', action: '/business' });
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'business', value: shop }));
    document.body.append(form);
    form.submit();
  };
  ['pointerup', 'click', 'keydown'].forEach((kind) => document.addEventListener(kind, toAnotherShop, true));

  // ---- network -----------------------------------------------------------------------------

  const listeners = new Set();
  let online = navigator.onLine !== false;
  const watchNetwork = () => {
    const now = navigator.onLine !== false && !byId('session-error');
    if (now === online) return;
    online = now;
    listeners.forEach((listener) => attempt(() => listener(now)));
  };
  window.addEventListener('online', watchNetwork);
  window.addEventListener('offline', watchNetwork);

  // A card tells her itself when a tap was lost; Chainlit's English toast would only say it twice.
  const fetchNow = window.fetch;
  window.fetch = async (input, init) => {
    const path = attempt(() => new URL(input.url || input, location.href).pathname) || '';
    if (!path.startsWith(`${root()}/project/`)) return fetchNow(input, init);
    const isTap = path.endsWith('/project/action');
    let answer;
    try {
      answer = await fetchNow(input, init);
    } catch (error) {
      if (!isTap) throw error;
      return Response.json({ success: false, status: 0 });
    }
    if (answer.status === 401) {
      const here = location.pathname + location.search;
      location.assign(`/signin?next=${encodeURIComponent(here)}`);
      return new Promise(() => {});
    }
    return isTap && !answer.ok ? Response.json({ success: false, status: answer.status }) : answer;
  };

  // ---- hands for the cards -----------------------------------------------------------------

  const once = async (send, action) => {
    const lost = sleep(TAP_LIMIT).then(() => null);
    const answer = await Promise.race([Promise.resolve(attempt(() => send(action))).catch(() => null), lost]);
    return answer && answer.success ? answer : null;
  };
  const reconnected = async (isConnected, limit) => {
    const end = Date.now() + limit;
    await sleep(400);
    while (Date.now() < end) {
      if (navigator.onLine !== false && isConnected()) {
        await sleep(200);
        return true;
      }
      await sleep(200);
    }
    return false;
  };

  const copyHidden = (text) => {
    const box = document.createElement('textarea');
    box.value = text;
    box.className = 'rf-hidden';
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  };
  const waMark = /(^|[^\p{L}\p{N}\p{M}])([*_~])(\S(?:[^\n]*?\S)?)\2(?![\p{L}\p{N}\p{M}])/u;
  const waTags = { '*': 'strong', _: 'em', '~': 's' };

  const rf = {
    lang,
    cards: {},
    session,
    /**
     * Send a tap; when it is lost, send the same payload once more after the reconnect. `onLost` runs
     * when the connection stays away, `isStale` ends the waiting. Resolves to the answer, or null.
     */
    tap: async (send, action, { isConnected, onLost, isStale }) => {
      const first = await once(send, action);
      if (first) return first;
      let back = await reconnected(isConnected, TAP_LIMIT);
      if (!back) {
        onLost();
        back = await reconnected(isConnected, LATE_LIMIT);
      }
      return back && !isStale() ? once(send, action) : null;
    },
    /** The React hook of a card: which button is busy, which tap was lost, is there network. */
    useTap: ({ useEffect, useRef, useState }, callAction, isConnected) => {
      const [busy, setBusy] = useState('');
      const [lost, setLost] = useState(null);
      const [isOnline, setOnline] = useState(online);
      const now = useRef({ turn: 0 }).current;
      Object.assign(now, { callAction, isConnected });
      useEffect(() => {
        listeners.add(setOnline);
        setOnline(online);
        return () => listeners.delete(setOnline);
      }, []);
      const tap = async (key, action) => {
        if (now.busy) return null;
        now.turn += 1;
        const turn = now.turn;
        const isStale = () => now.turn !== turn;
        const free = (failed) => {
          if (isStale()) return;
          now.busy = '';
          setBusy('');
          setLost(failed ? { key, action } : null);
        };
        now.busy = key;
        setBusy(key);
        setLost(null);
        const answer = await rf.tap((sent) => now.callAction(sent), action, {
          isConnected: () => now.isConnected(), onLost: () => free(true), isStale,
        });
        free(!answer);
        return answer;
      };
      return { busy, lost, online: isOnline, tap, again: () => lost && tap(lost.key, lost.action) };
    },
    /** WhatsApp's marks as a tree: strings, and `[tag, tree]` for *bold* _italic_ ~strike~. */
    waTree: (text) => {
      const found = waMark.exec(text);
      if (!found) return text ? [text] : [];
      const [whole, before, mark, inner] = found;
      const head = text.slice(0, found.index) + before;
      const tail = rf.waTree(text.slice(found.index + whole.length));
      return [...(head ? [head] : []), [waTags[mark], rf.waTree(inner)], ...tail];
    },
    /** The text cut at the given phrases, which stand at the odd places of the result. */
    splitOn: (text, phrases) => {
      const here = phrases.filter((phrase) => phrase && text.includes(phrase)).sort((a, b) => b.length - a.length);
      if (!here.length) return [text];
      const escaped = here.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return text.split(new RegExp(`(${escaped.join('|')})`));
    },
    /** Copy the text; when the browser refuses, leave it selected in `node` and say false. */
    copy: async (text, node) => {
      const clipboard = attempt(() => navigator.clipboard.writeText(text).then(() => true));
      if (await Promise.resolve(clipboard).catch(() => false)) return true;
      if (attempt(() => copyHidden(text))) return true;
      attempt(() => window.getSelection().selectAllChildren(node));
      return false;
    },
    /** Below a card: the tap that did not reach us, to send again, and that there is no network. */
    trouble: (h, { lost, online: isOnline, again, t, line }) => [
      lost && h('div', { key: 'lost', className: 'rf-lost', 'data-level': 'bad', 'data-testid': 'lost' },
        h('p', { ref: line, tabIndex: -1 }, t.failed),
        t.retry && h('button', { type: 'button', className: 'rf-button', 'data-act': 'retry', onClick: again }, t.retry)),
      !isOnline && h('p', { key: 'offline', className: 'rf-finding', 'data-level': 'warn' }, t.offline),
    ],
    /** A payment link: its QR to save or show, and the link to copy. `h` makes elements. */
    /**
     * PhonePe's page laid over ours, by its own script. Answers how it was left, `CONCLUDED` or `USER_CANCEL`:
     * neither says that anything was paid. Fails when the script does not come.
     */
    checkout: async (script, tokenUrl) => {
      if (!window.PhonePeCheckout) {
        await new Promise((done, failed) => {
          const node = document.createElement('script');
          const late = setTimeout(failed, 8000);
          Object.assign(node, { src: script, async: true, onload: () => { clearTimeout(late); done(); }, onerror: failed });
          document.head.append(node);
        });
      }
      if (!window.PhonePeCheckout?.transact) throw new Error('no checkout');
      return new Promise((left) => {
        window.PhonePeCheckout.transact({ tokenUrl, type: 'IFRAME', callback: left });
      });
    },
    pay: (h, { pay, t }) => {
      const copyLink = async ({ currentTarget: button }) => {
        if (!await rf.copy(pay.link, button)) return;
        button.firstChild.nodeValue = t.copied;
        setTimeout(() => { button.firstChild.nodeValue = t.copyLink; }, 2000);
      };
      const button = { className: 'rf-button', 'data-act': 'saveQr', href: pay.qr, download: 'upi-qr.png' };
      return h('div', { className: 'rf-pay', 'data-testid': 'pay' },
        h('img', { src: pay.qr, alt: t.qr, width: 200, height: 200 }),
        h('div', { className: 'rf-actions' }, h('a', button, t.saveQr),
          h('button', { type: 'button', className: 'rf-button', 'data-act': 'copyLink', onClick: copyLink }, t.copyLink)),
        h('p', { className: 'rf-meta' }, t.payLine));
    },
    /** Hand over a text too long for a wa.me link: the phone's share sheet, else copy and open WhatsApp. */
    handOver: async (text, node) => {
      if (navigator.share) {
        const shared = await navigator.share({ text }).then(() => true, (error) => error.name === 'AbortError');
        if (shared) return false;
      }
      const copied = await rf.copy(text, node);
      window.open('https://wa.me/', '_blank', 'noopener');
      return copied;
    },
  };
  window.rf = rf;

  // Numbers in a bubble are the customer's to tap, not hers.
  attempt(() => {
    const meta = Object.assign(document.createElement('meta'), { name: 'format-detection', content: 'telephone=no' });
    document.head.append(meta);
  });

  // ---- what she sent stays in view ------------------------------------------------------------

  // Chainlit glides to where her message stood; an older card that folds meanwhile leaves that place wrong.
  const HERS = '[data-step-type="user_message"]';
  const HOLD = 1200;
  let shown = { steps: 0, hers: 0 };
  let holdUntil = 0;
  const letGo = () => { holdUntil = 0; };
  const watchSteps = () => {
    const now = { steps: document.querySelectorAll('[data-step-type]').length, hers: document.querySelectorAll(HERS).length };
    const sent = shown.steps > 0 && now.hers === shown.hers + 1;
    if (sent || (holdUntil > Date.now() && now.steps !== shown.steps)) holdUntil = Date.now() + HOLD;
    shown = now;
  };
  const keepInView = (event) => {
    const box = event.target;
    if (holdUntil < Date.now() || !(box instanceof Element)) return;
    const last = Array.from(box.querySelectorAll(HERS)).pop();
    if (!last) return;
    const hidden = box.getBoundingClientRect().top - last.getBoundingClientRect().top;
    if (hidden > 0) box.scrollTo({ top: box.scrollTop - hidden - 20, behavior: 'instant' });
  };
  document.addEventListener('scroll', keepInView, { capture: true, passive: true });
  ['wheel', 'touchmove', 'pointerdown'].forEach((name) => {
    document.addEventListener(name, letGo, { capture: true, passive: true });
  });
  document.addEventListener('keydown', (event) => { if (event.target.id !== 'chat-input') letGo(); }, true);

  // ---- English is mended at once, the rest by one look at the page per frame -------------------

  let planned = false;
  const look = () => {
    planned = false;
    [nameEverything, keepComposer, watchNetwork, watchSteps].forEach(attempt);
  };
  new MutationObserver(() => {
    [nameAvatars, translateErrors].forEach(attempt);
    if (planned) return;
    planned = true;
    requestAnimationFrame(look);
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['alt', 'aria-label', 'id'],
  });
})();
