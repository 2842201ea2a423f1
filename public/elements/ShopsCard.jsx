// Her shops: the one she is in, the others to go to, and a further one. Props: README.md beside this file.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.ShopsCard ||= function ShopsCard({ given, callAction }) {
  const [answered, setAnswered] = useState(null);
  const p = answered?.given === given ? answered.props : given;
  const { t = {}, shops = [], buttons = [] } = p;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(null);
  const box = useRef(null);
  const head = useRef(null);
  const tapped = useRef(false);
  useEffect(() => { if (isOpen) box.current?.focus(); }, [isOpen]);
  useEffect(() => {
    if (tapped.current && !p.error) head.current?.focus({ preventScroll: true });
    tapped.current = false;
  }, [p]);

  const send = async (name, payload) => {
    const answer = await tap(name, { name: 'shops', payload: { id: p.id, thread: p.thread, talk: p.talk, ...payload } });
    const props = answer?.response?.props;
    if (!props) return;
    tapped.current = true;
    setAnswered({ given, props });
    if (props.error) return;
    setOpen(false);
    setTyped(null);
  };
  const off = !online || Boolean(busy);
  const row = (shop) => (shop.here ? (
    <p key={shop.id} className="rf-choice" data-testid="shop-here" aria-current="true"><span>{shop.name}<small className="rf-meta rf-example">{t.here}</small></span></p>
  ) : (
    // A form, not a tap: the session changes with the shop, and the page begins anew.
    <form key={shop.id} method="post" action="/business">
      <input type="hidden" name="business" value={shop.id} />
      <button type="submit" className="rf-choice" data-act="goTo" data-value={shop.id} disabled={off}><span>{shop.name}</span></button>
    </form>
  ));

  const frame = { className: 'rf-card rf-shops', 'data-testid': 'shops-card', lang: p.talk, 'aria-label': p.title };
  if (p.state === 'stale') return <section {...frame} data-state="stale"><p className="rf-stub">{p.line}</p></section>;
  return (
    <section {...frame} data-state={busy ? 'busy' : lost ? 'failed' : p.state}>
      <div className="rf-pad">
        <p ref={head} className="rf-title" tabIndex={-1} aria-live="polite" data-testid="shops-note">{p.note || p.title}</p>
        <p className="rf-line">{p.line}</p>
        <div className="rf-list" role="group" aria-label={p.title}>{shops.map(row)}</div>
        {p.room && <p className="rf-meta" data-testid="room">{p.room}</p>}
        {isOpen && (
          <form className="rf-panel" onSubmit={(event) => { event.preventDefault(); if (!off) send('save', { act: 'open', shop: typed ?? p.typed }); }}>
            <label className="rf-question" htmlFor={`shop-${p.id}`}>{t.name}</label>
            <input ref={box} id={`shop-${p.id}`} className="rf-input" autoComplete="off" maxLength={120} value={typed ?? p.typed}
              aria-invalid={Boolean(p.error) || undefined} aria-describedby={p.error ? `bad-${p.id}` : undefined} onChange={(event) => setTyped(event.target.value)} />
            <div className="rf-actions">
              <button type="submit" className="rf-button" data-act="save" data-kind="filled" disabled={off} aria-busy={busy === 'save' || undefined}>{t.save}</button>
              <button type="button" className="rf-button" data-act="cancel" onClick={() => { setOpen(false); setTyped(null); }}>{t.cancel}</button>
            </div>
          </form>
        )}
        {p.error && <p id={`bad-${p.id}`} className="rf-finding" data-level="warn" data-testid="problem">{p.error}</p>}
        <div className="rf-row">
          {buttons.includes('newShop') && !isOpen && (
            <button type="button" className="rf-button" data-act="newShop" data-kind="text" disabled={off} onClick={() => setOpen(true)}>{t.newShop}</button>
          )}
          {buttons.includes('seePlans') && (
            <button type="button" className="rf-button" data-act="seePlans" data-kind="text" disabled={off} aria-busy={busy === 'seePlans' || undefined}
              onClick={() => send('seePlans', { act: 'plans' })}>{t.seePlans}</button>
          )}
        </div>
        {rf.trouble(createElement, { lost, online, again, t })}
      </div>
    </section>
  );
};

const Card = rf.cards.ShopsCard;
export default <Card key={props.id} given={props} callAction={callAction} />;
