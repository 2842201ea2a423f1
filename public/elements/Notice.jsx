// One line that says what happened and what is safe, with a way on. Props: README.md beside this file.
import { useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.Notice ||= function Notice({ p, callAction }) {
  const { t = {}, buttons = [] } = p;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  return (
    <section className="rf-card rf-notice" data-testid="notice" data-state={busy ? 'busy' : lost ? 'failed' : p.state}
      data-level={p.state === 'bad' ? 'bad' : 'info'} lang={p.talk || p.lang} aria-label={p.text}>
      <p role="status">{lost ? t.failed : p.text}</p>
      {buttons.map((name) => t[name] && (
        <button key={name} type="button" className="rf-button" data-act={name} disabled={!online}
          aria-busy={busy === name || undefined}
          onClick={() => tap(name, { name, payload: { id: p.id } })}>{t[name]}</button>
      ))}
    </section>
  );
};

const Card = rf.cards.Notice;
export default <Card key={props.id} p={props} callAction={callAction} />;
