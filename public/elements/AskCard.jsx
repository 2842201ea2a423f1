// One question with its chips, or "which one do you want?" with its rows. Props: README.md beside this file.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.AskCard ||= function AskCard({ p, callAction }) {
  const { t, chips = [], buttons = [] } = p;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const stateLine = useRef(null);
  const lostLine = useRef(null);
  const tapped = useRef(false);
  const open = p.state === 'open' || p.state === 'invalid';
  const said = open ? null : p.answer || p.error;
  const errorId = `${p.id}-error`;

  useEffect(() => {
    if (!tapped.current) return;
    tapped.current = false;
    stateLine.current?.focus({ preventScroll: true });
  }, [p.state]);
  useEffect(() => lostLine.current?.focus(), [lost]);

  const send = (name, payload) => {
    tapped.current = true;
    return tap(name, { name: p.act || 'answer', payload: { id: p.id, ...payload } });
  };
  const common = (name) => ({
    key: name, type: 'button', disabled: !online || Boolean(busy && busy !== name), 'aria-busy': busy === name || undefined,
  });
  const chip = ([value, label, example]) => (
    <button {...common(`=${value}`)} className={p.kind === 'rows' ? 'rf-choice' : 'rf-button'} data-act="chip"
      data-value={value} onClick={() => busy || send(`=${value}`, { value })}>
      <span>{label}{example && <small className="rf-meta rf-example">{example}</small>}</span></button>
  );
  const button = (name, payload) => t[name] && (
    <button {...common(name)} className="rf-button" data-kind="text" data-act={name}
      onClick={() => busy || send(name, payload)}>{t[name]}</button>
  );
  const last = open ? button('skip', { skip: true }) : button('edit', { edit: true });

  return (
    <section className="rf-card" data-testid="ask-card" data-state={busy ? 'busy' : lost ? 'failed' : p.state}
      lang={p.talk || p.lang} aria-label={p.question}>
      <div className="rf-pad">
        {p.total > 1 && (
          <p className="rf-bar rf-meta">{p.position}/{p.total}
            <span className="rf-dots" aria-hidden="true">
              {Array.from({ length: p.total }, (_, index) => <i key={index} data-on={index < p.position} />)}
            </span>
          </p>
        )}
        <p className={open ? 'rf-question' : 'rf-line'}>{p.question}</p>
        {open && p.why && <p className="rf-line">{p.why}</p>}
        {open && p.error && <p id={errorId} className="rf-finding" data-level="warn">{p.error}</p>}
        <p ref={stateLine} className={said ? 'rf-title' : 'rf-hidden'} tabIndex={-1} aria-live="polite">{said}</p>
        {open && (p.suggestion || chips.length > 0) && (
          <div className={p.kind === 'rows' ? 'rf-list' : 'rf-chips'} role="group" aria-label={p.question}
            aria-describedby={p.error ? errorId : undefined}>
            {p.suggestion && chip(p.suggestion)}
            {chips.map(chip)}
          </div>
        )}
        {rf.trouble(createElement, { lost, online, again, t, line: lostLine })}
        {last && buttons.includes(open ? 'skip' : 'edit') && <div className="rf-row">{last}</div>}
      </div>
    </section>
  );
};

const Card = rf.cards.AskCard;
export default <Card key={props.id} p={props} callAction={callAction} />;
