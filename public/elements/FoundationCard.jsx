// What is known of her shop and her rules, each row changed in place. Props: README.md beside this file.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.FoundationCard ||= function FoundationCard({ given, callAction }) {
  const [answered, setAnswered] = useState(null);
  const p = answered?.given === given ? answered.props : given;
  const { t, groups = [], buttons = [], problem } = p;
  const key = `rf:shop:${p.id}`;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const [mine, setMine] = useState(() => JSON.parse(rf.session.get(key) || 'null'));
  const note = useRef(null);
  const box = useRef(null);
  const left = useRef(null);
  const lostLine = useRef(null);
  const root = useRef(null);

  const keep = (next) => {
    if (next) rf.session.set(key, JSON.stringify(next));
    else rf.session.drop(key);
    setMine(next);
  };
  useEffect(() => box.current?.focus(), [mine?.field]);
  useEffect(() => lostLine.current?.focus(), [lost]);
  // After saving, the line that says so; after leaving a row, the button that opened it.
  useEffect(() => {
    if (mine || !left.current) return;
    const { field, saved } = left.current;
    left.current = null;
    if (saved) note.current?.focus({ preventScroll: true });
    else root.current?.querySelector(`[data-field="${field}"] [data-act="edit"]`)?.focus();
  }, [mine, p.note]);

  const send = async (name, payload) => {
    const answer = await tap(name, { name: 'foundation', payload: { id: p.id, talk: p.talk, ...payload } });
    if (answer?.response?.props) setAnswered({ given, props: answer.response.props });
    return answer;
  };
  const save = async (field, text) => {
    const answer = await send('save', { act: 'edit', field, text });
    // What cannot be used stays in the box, with the reason below it.
    if (answer && answer.response?.applied !== false) {
      left.current = { field, saved: true };
      keep(null);
    } else if (answer) keep({ field, text });
  };
  const leave = () => {
    left.current = { field: mine.field };
    keep(null);
  };
  const button = (name, kind, onTap, more = {}) => t[name] && (
    <button key={name} type="button" className="rf-button" data-act={name} data-kind={kind} onClick={onTap}
      disabled={Boolean(busy && busy !== name) || (!online && name !== 'cancel' && name !== 'edit')}
      aria-busy={busy === name || undefined} {...more}>{t[name]}</button>
  );

  const choices = (row, wrong) => (
    <div className="rf-list" role="radiogroup" aria-label={row.name} aria-describedby={wrong && `${p.id}-problem`}>
      {row.options.map(([value, label], index) => (
        <button key={value} ref={index ? undefined : box} type="button" role="radio" className="rf-choice" data-value={value}
          aria-checked={row.value === label} aria-busy={busy === 'save' || undefined} disabled={!online || Boolean(busy)}
          onClick={() => save(row.field, value)}>{label}</button>
      ))}
    </div>
  );
  const editor = (row) => {
    const wrong = problem?.field === row.field && problem;
    const Box = row.kind === 'long' ? 'textarea' : 'input';
    return (
      <form className="rf-panel" onSubmit={(event) => { event.preventDefault(); if (!busy) save(row.field, mine.text); }}>
        {row.kind === 'choice' ? choices(row, wrong) : (
          <Box ref={box} className={row.kind === 'long' ? 'rf-input rf-box' : 'rf-input'} aria-label={row.name} value={mine.text}
            aria-invalid={Boolean(wrong) || undefined} aria-describedby={wrong ? `${p.id}-problem` : undefined}
            onChange={(event) => keep({ ...mine, text: event.target.value })}
            onKeyDown={(event) => event.key === 'Escape' && leave()} />
        )}
        {wrong && <p id={`${p.id}-problem`} className="rf-finding" data-level="warn" data-testid="problem">{wrong.text}</p>}
        {wrong?.suggestion && (
          <div className="rf-chips">
            <button type="button" className="rf-button" data-act="suggestion" disabled={!online || Boolean(busy)}
              onClick={() => save(row.field, wrong.suggestion)}>{wrong.suggestion}</button>
          </div>
        )}
        <div className="rf-actions">
          {row.kind !== 'choice' && button('save', 'filled', undefined, { type: 'submit' })}
          {button('cancel', '', leave)}
        </div>
      </form>
    );
  };
  const rowOf = (row) => {
    const open = mine?.field === row.field;
    return (
      <li key={row.field} className="rf-fact" data-field={row.field} data-told={row.told}>
        <div className="rf-factline">
          <p><span className="rf-meta">{row.source ? `${row.name} · ${row.source}` : row.name}</span>
            <span className={row.told ? '' : 'rf-line'}>{row.value}</span>
            {row.more?.map((line) => <span key={line} className="rf-meta">{line}</span>)}</p>
          {!open && button('edit', 'text', () => keep({ field: row.field, text: row.text ?? (row.told ? row.value : '') }),
            { 'aria-label': `${t.edit}: ${row.name}` })}
        </div>
        {open && editor(row)}
      </li>
    );
  };

  const frame = { ref: root, className: 'rf-card rf-shop', 'data-testid': 'foundation-card', lang: p.talk, 'aria-label': p.title };
  if (p.state === 'stale') {
    return <section {...frame} data-state="stale"><p className="rf-stub">{p.line}</p></section>;
  }
  return (
    <section {...frame} data-state={busy ? 'busy' : lost ? 'failed' : p.state}>
      <div className="rf-pad">
        <p className="rf-line">{p.line}</p>
        <p ref={note} className={p.note ? 'rf-title' : 'rf-hidden'} tabIndex={-1} aria-live="polite">{p.note}</p>
        <div className="rf-groups">
          {groups.map((group) => (
            <div key={group.key} role="group" aria-label={group.name} data-group={group.key}>
              <p className="rf-title">{group.name}</p>
              <ul className="rf-facts">{group.rows.map(rowOf)}</ul>
            </div>
          ))}
        </div>
        {rf.trouble(createElement, { lost, online, again, t, line: lostLine })}
        {buttons.includes('allGood') && !mine && (
          <div className="rf-actions">{button('allGood', 'filled', () => send('allGood', { act: 'good' }))}</div>
        )}
      </div>
    </section>
  );
};

const Card = rf.cards.FoundationCard;
export default <Card key={props.id} given={props} callAction={callAction} />;
