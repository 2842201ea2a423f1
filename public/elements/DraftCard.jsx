// A draft as its channel shows it. Props: README.md.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;
const MARKS = {
  '✓': ['ok', 'M4.5 10.5L8 14l7.5-8'], '!': ['warn', 'M10 4v8M10 16v.01'], '✕': ['bad', 'M5.5 5.5l9 9M14.5 5.5l-9 9'],
};
const PICTURE = 'M3 15l4-5 3 3.5 3-4 4 5.5M3 4h14v12H3zM7 7.5v.01';
const PANELS = ['why', 'reject', 'share'];
const LOCAL = ['copy', 'whatsapp', 'edit', 'cancel', ...PANELS];
const figure = (number) => Number(number).toLocaleString('en-IN');

const Icon = ({ d, className }) => (
  <svg className={className} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none"
    stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round"><path d={d} /></svg>
);
const Mark = ({ mark }) => <><Icon className="rf-mark" d={MARKS[mark][1]} /><b className="rf-hidden">{mark}</b></>;

// Chainlit evaluates this file again and again; a new component each time would lose focus and panels.
rf.cards.DraftCard ||= function DraftCard({ given, callAction }) {
  // The answer to a tap holds the row too, should the socket be away.
  const [answered, setAnswered] = useState(null);
  const p = answered?.given === given ? answered.props : given;
  const { t, buttons = {}, why = [], versions = [], findings = [] } = p;
  const { filled, pair = [], row = [] } = buttons;
  const key = `rf:draft:${p.id}`;
  const shown = p.shown ?? p.version;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const [panel, setPanel] = useState('');
  const [marked, setMarked] = useState('');
  const [copied, setCopied] = useState(false);
  const [note, setNote] = useState('');
  const [mine, setMine] = useState(() => JSON.parse(rf.session.get(key) || 'null'));
  const stateLine = useRef(null);
  const bubble = useRef(null);
  const lostLine = useRef(null);
  const tapped = useRef(false);
  const before = useRef({ state: p.state, shown });
  const canEdit = [filled, ...pair, ...row].includes('edit');
  const editing = canEdit && mine?.version === p.version;
  const clash = canEdit && mine && !editing && mine.text !== p.text;

  // Focus follows her tap: the state line after a decision, the text after a version.
  useEffect(() => {
    const was = before.current;
    before.current = { state: p.state, shown };
    if (!tapped.current || (was.state === p.state && was.shown === shown)) return;
    tapped.current = false;
    setPanel('');
    (was.state === p.state ? bubble : stateLine).current?.focus({ preventScroll: true });
  }, [p.state, shown]);
  useEffect(() => lostLine.current?.focus(), [lost]);
  useEffect(() => {
    if (!editing) return;
    bubble.current.focus();
    bubble.current.setSelectionRange(mine.text.length, mine.text.length);
  }, [editing]);

  const keep = (next) => {
    if (next) rf.session.set(key, JSON.stringify(next));
    else rf.session.drop(key);
    setMine(next);
  };
  const toggle = (name) => setPanel(panel === name ? '' : name);
  const send = async (act, more) => {
    tapped.current = true;
    const answer = await tap(act, { name: 'draft', payload: { act, id: p.id, version: shown, ...more } });
    if (answer) setPanel('');
    if (answer?.response?.props) setAnswered({ given, props: answer.response.props });
    return answer;
  };
  const save = async (name) => {
    const { text } = mine;
    const changed = text.trim() && text !== p.text;
    const answer = changed && await send(name, { act: 'edit', version: p.version, text });
    // Saved by others: hers stay too.
    if (!changed || (answer && answer.response?.applied !== false)) keep(null);
  };
  const say = (done) => {
    setCopied(done);
    if (done) setTimeout(() => setCopied(false), 2000);
  };
  const ACTS = {
    edit: () => { setPanel(''); keep({ version: p.version, text: p.text }); },
    cancel: () => keep(null),
    save: () => save('save'),
    copy: async () => say(await rf.copy(p.text, bubble.current)),
    whatsapp: async () => say(await rf.handOver(p.text, bubble.current)),
  };

  const button = (name, kind, onTap) => {
    const label = name === 'copy' && copied ? t.copied : t[name];
    if (!label) return null;
    const common = { key: name, className: 'rf-button', 'data-act': name, 'data-kind': kind };
    if (name === 'whatsapp' && p.waUrl) {
      return <a {...common} href={p.waUrl} target="_blank" rel="noopener noreferrer">{label}</a>;
    }
    const opens = PANELS.includes(name);
    const stopped = name === 'approve' && Boolean(p.stopReason);
    const act = onTap || ACTS[name] || (() => (opens ? toggle(name) : send(name)));
    return (
      <button {...common} type="button" onClick={stopped ? undefined : act}
        disabled={Boolean(busy && busy !== name) || (!online && !LOCAL.includes(name))}
        aria-busy={busy === name || undefined} aria-disabled={stopped || undefined}
        aria-describedby={stopped ? `${p.id}-stop` : undefined}
        aria-expanded={opens ? panel === name : undefined}>{label}</button>
    );
  };
  const pager = (name, to, d) => (
    <button type="button" className="rf-button" data-kind="icon" data-act={name} aria-label={t[name]}
      disabled={!online || Boolean(busy) || versions[to] === undefined}
      onClick={() => send(name, { act: 'view', version: versions[to] })}><Icon d={d} /></button>
  );
  const language = ([variant, name]) => (
    <button key={variant} type="button" className="rf-choice" data-act="language" data-value={variant} lang={variant}
      aria-pressed={variant === p.lang} aria-busy={busy === variant || undefined} disabled={!online || Boolean(busy)}
      onClick={() => (variant === p.lang ? setPanel('') : send(variant, { act: 'language', language: variant }))}>
      {name}</button>
  );

  const phrase = (word, text = word) => (
    <button type="button" className="rf-phrase" aria-pressed={marked === word}
      onClick={() => setMarked(marked === word ? '' : word)}>{text}</button>
  );
  const leaf = (text) => rf.splitOn(text, panel === 'why' ? why.map((fact) => fact.phrase) : [])
    .map((part, index) => <span key={index}>{index % 2 ? phrase(part) : part}</span>);
  const grow = (tree) => tree.map((node, index) => {
    const [Tag, inside] = Array.isArray(node) ? [node[0], grow(node[1])] : ['span', leaf(node)];
    return <Tag key={index}>{inside}</Tag>;
  });
  const paper = (text, own) => (
    <div ref={own ? undefined : bubble} className="rf-bubble" data-testid={own ? 'mine' : 'bubble'} lang={p.lang}
      tabIndex={-1}>{grow(rf.waTree(text))}</div>
  );
  const limit = p.maxChars ? `/${figure(p.maxChars)}` : '';
  const size = (chars) => [figure(chars) + limit, p.segments].filter(Boolean).join(' · ');

  const frame = { className: 'rf-card', 'data-testid': 'draft-card', lang: p.talk, 'aria-label': p.channelName };
  if (p.state === 'stale') {
    return <section {...frame} data-state="stale"><p className="rf-stub">{p.line || p.head}</p></section>;
  }
  return (
    <section {...frame} data-channel={p.channel} data-state={busy ? 'busy' : lost ? 'failed' : p.state}>
      <div className="rf-head">
        <p ref={stateLine} className="rf-title" tabIndex={-1} aria-live="polite">{p.head || p.channelName}</p>
        {p.score && (
          <button type="button" className="rf-button" data-kind="pill" data-testid="score" data-act="checks"
            data-level={p.score.level} aria-expanded={panel === 'checks'} onClick={() => toggle('checks')}>
            {p.score.label}</button>
        )}
      </div>
      {panel === 'checks' && (
        <ul className="rf-checks rf-list" aria-label={t.checks}>
          {p.score.checks.map(({ mark, text }) => (
            <li key={text} className="rf-check" data-level={MARKS[mark][0]}><Mark mark={mark} /><span>{text}</span></li>
          ))}
        </ul>
      )}
      <div className="rf-paper">
        {p.channel === 'instagram' && <div className="rf-square" aria-hidden="true"><Icon d={PICTURE} /></div>}
        {p.subject && <p className="rf-subject" lang={p.lang}>{p.subject}</p>}
        {p.preview && <p className="rf-meta" lang={p.lang}>{p.preview}</p>}
        {editing ? (
          <textarea ref={bubble} className="rf-bubble rf-box" data-testid="bubble" lang={p.lang} aria-label={t.edit}
            value={mine.text} onChange={(event) => keep({ ...mine, text: event.target.value })} />
        ) : paper(p.text)}
        {clash && paper(mine.text, true)}
      </div>
      {p.pay && rf.pay(createElement, p)}
      <div className="rf-pad">
        <div className="rf-bar">
          {versions.length > 1 && !editing && (
            <span className="rf-pager">
              {pager('older', versions.indexOf(shown) - 1, 'M12.5 4.5L7 10l5.5 5.5')}
              <span className="rf-meta">{versions.indexOf(shown) + 1}/{versions.length}</span>
              {pager('newer', versions.indexOf(shown) + 1, 'M7.5 4.5L13 10l-5.5 5.5')}
            </span>
          )}
          {editing || !p.langs?.length ? (
            <span className="rf-meta">{p.langName} · {size(editing ? [...mine.text].length : p.chars)}</span>
          ) : (
            <button type="button" className="rf-button rf-meta" data-kind="pill" data-act="lang"
              aria-expanded={panel === 'lang'} onClick={() => toggle('lang')}>
              <span className="rf-hidden">{t.language}</span>{p.langName} · {size(p.chars)}</button>
          )}
        </div>
        {panel === 'lang' && p.langs.map(language)}
        {panel === 'why' && (
          <ul className="rf-panel rf-why">
            {why.map((fact) => (
              <li key={fact.phrase} data-marked={marked === fact.phrase}>
                {phrase(fact.phrase, `${fact.phrase}: ${fact.text}`)}
              </li>
            ))}
          </ul>
        )}
        {findings.map(({ mark, level, text }) => (
          <p key={text} className="rf-finding" data-testid="finding" data-level={level}>
            <Mark mark={mark} /><span>{text}</span></p>
        ))}
        {p.line && <p className="rf-line">{p.line}</p>}
        {p.stopReason && <p id={`${p.id}-stop`} className="rf-hidden">{p.stopReason}</p>}
        {panel === 'share' && (
          <div className="rf-panel">
            {t.notApproved && p.state === 'pending' && <p>{t.notApproved}</p>}
            <div className="rf-actions">{button('whatsapp')}{button('copy')}</div>
          </div>
        )}
        {panel === 'reject' && (
          <div className="rf-panel">
            <div className="rf-chips">
              {(p.reasons || []).map((name) => button(name, 'chip', () => (
                send(name, { act: 'reject', reason: name === 'skip' ? null : name, note: note || null }))))}
            </div>
            <input className="rf-input" data-act="note" aria-label={t.note} placeholder={t.note} value={note}
              onChange={(event) => setNote(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing
                && send('skip', { act: 'reject', reason: null, note: note || null })} />
          </div>
        )}
        {lost && (
          <div className="rf-lost" data-level="bad" data-testid="lost">
            <p ref={lostLine} tabIndex={-1}>{t.failed}</p>{button('retry', undefined, again)}
          </div>
        )}
        {!online && <p className="rf-finding" data-level="warn">{t.offline}</p>}
        {clash ? (
          <div className="rf-actions">{button('useThis', 'filled', () => save('useThis'))}{button('cancel')}</div>
        ) : editing ? (
          <div className="rf-actions">{button('save', 'filled')}{button('cancel')}</div>
        ) : (
          <div className="rf-actions">
            {filled && button(filled, 'filled')}
            {pair.map((name) => button(name))}
            {row.length > 0 && <div className="rf-row">{row.map((name) => button(name, 'text'))}</div>}
          </div>
        )}
      </div>
    </section>
  );
};

const Card = rf.cards.DraftCard;
export default <Card key={props.id} given={props} callAction={callAction} />;
