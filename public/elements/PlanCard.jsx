// The plans, the State for the bill, the payment and its timeline, the bill, stopping. Props: README.md beside this file.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.PlanCard ||= function PlanCard({ given, callAction }) {
  const [answered, setAnswered] = useState(null);
  const p = answered?.given === given ? answered.props : given;
  const { t = {}, plans = [], buyer, pay, timeline = [], bill } = p;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const [typed, setTyped] = useState(null);
  const [byLink, setByLink] = useState(false);
  const now = useRef(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else now.current?.focus({ preventScroll: true });
  }, [p.state, p.now, p.error]);

  const send = async (name, payload) => {
    const answer = await tap(name, { name: 'plan', payload: { id: p.id, talk: p.talk, line: p.line, ...payload } });
    if (answer?.response?.props) setAnswered({ given, props: answer.response.props });
  };
  // While she pays, and when she is back from the payment page, she sees how it stands without asking.
  useEffect(() => {
    if (p.state !== 'pay' || !online) return undefined;
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const answer = await callAction({ name: 'plan', payload: { id: p.id, talk: p.talk, line: p.line, act: 'see', view: '' } });
      const seen = answer?.response?.props;
      if (seen && seen.state !== 'pay') setAnswered({ given, props: seen });
    };
    const clock = setInterval(look, 4000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(clock);
      document.removeEventListener('visibilitychange', look);
    };
  }, [p.state, online]);

  const button = (name, kind, payload, more = {}) => t[name] && (
    <button key={`${name}${more['data-plan'] || ''}`} type="button" className="rf-button" data-act={name} data-kind={kind}
      disabled={!online || Boolean(busy)} aria-busy={busy === name || undefined} onClick={() => send(name, payload)} {...more}>{t[name]}</button>
  );
  const offer = (plan) => (
    <li key={plan.id} className="rf-plan" data-plan={plan.id} data-has={plan.has || undefined}>
      <p className="rf-title">{plan.name}</p>
      <p className="rf-amount">{plan.price}</p>
      {plan.tax && <p className="rf-meta">{plan.tax}</p>}
      <ul>{plan.lines.map((line) => <li key={line} className="rf-meta">{line}</li>)}</ul>
      {plan.sold && button('choose', '', { act: 'choose', plan: plan.id }, { 'data-plan': plan.id, 'aria-label': `${t.choose}: ${plan.name}` })}
    </li>
  );

  // However she leaves the vendor's page, how it stands is asked; when it does not open, the link is there.
  const checkout = async () => {
    try {
      await rf.checkout(pay.script, pay.url);
    } catch {
      setByLink(true);
      return;
    }
    await send('checkPay', { act: 'check', order: pay.order });
  };
  const said = typed ?? buyer?.gstin ?? '';
  const billTo = (state) => send('state', { act: 'state', plan: p.plan, state, gstin: said.trim() });
  const whom = p.billFor && (
    <p className="rf-meta" data-testid="bill-for">{p.billFor} {button('edit', 'text', { act: 'see', view: 'buyer' })}</p>
  );

  const frame = { className: 'rf-card rf-plancard', 'data-testid': 'plan-card', lang: p.talk, 'aria-label': p.title };
  if (p.state === 'stale') return <section {...frame} data-state="stale"><p className="rf-stub">{p.line}</p></section>;
  return (
    <section {...frame} data-state={busy ? 'busy' : lost ? 'failed' : p.state}>
      <div className="rf-pad">
        {p.practice && <p className="rf-finding" data-level="warn">{p.practice}</p>}
        {!p.stops && p.line && <p className="rf-line">{p.line}</p>}
        <p ref={now} className="rf-title" tabIndex={-1} aria-live="polite" data-testid="plan-now">{p.now}</p>
        {p.stops && <p className="rf-line" data-testid="stops">{p.stops}</p>}
        {p.error && <p className="rf-finding" data-level="warn" data-testid="problem">{p.error}</p>}
        {p.state === 'plans' && <ul className="rf-plans">{plans.map(offer)}</ul>}
        {p.state === 'buyer' && buyer && (
          <div role="group" className="rf-buyer" aria-label={buyer.question}>
            <label className="rf-line" htmlFor={`gstin-${p.id}`}>{buyer.gstinLabel}</label>
            <p className="rf-meta" id={`why-${p.id}`}>{buyer.gstinWhy}</p>
            <input className="rf-input" id={`gstin-${p.id}`} data-testid="gstin" value={said} maxLength={40} autoComplete="off" autoCapitalize="characters"
              spellCheck={false} aria-describedby={`why-${p.id}`} aria-invalid={Boolean(p.error && said) || undefined} disabled={!online || Boolean(busy)}
              onChange={(event) => setTyped(event.target.value)} />
            {buyer.suggestion && (
              <div className="rf-chips">
                <button type="button" className="rf-button" data-testid="suggestion" onClick={() => setTyped(buyer.suggestion)}>{buyer.suggestion}</button>
              </div>
            )}
            <p className="rf-question">{buyer.question}</p>
            <p className="rf-meta">{buyer.why}</p>
            <div className="rf-chips">
              {buyer.chips.map(([code, name]) => (
                <button key={code} type="button" className="rf-button" data-value={code} disabled={!online || Boolean(busy)}
                  onClick={() => billTo(code)}>{name}</button>
              ))}
              {said.trim() && button('save', '', { act: 'state', plan: p.plan, state: '', gstin: said.trim() })}
            </div>
            <select className="rf-input" aria-label={buyer.question} value="" disabled={!online || Boolean(busy)}
              onChange={(event) => event.target.value && billTo(event.target.value)}>
              <option value="">…</option>
              {buyer.all.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
            </select>
            {button('cancel', 'text', { act: 'see', view: '' })}
          </div>
        )}
        {p.state === 'pay' && pay && (
          <div data-testid="pay">
            <p className="rf-amount">{pay.what} · {pay.amount}</p>
            {pay.terms.map((line) => <p key={line} className="rf-line">{line}</p>)}
            <p className="rf-meta">{pay.until}</p>
            {byLink && <p className="rf-line" aria-live="polite">{pay.byLink}</p>}
            <div className="rf-actions">
              {t.payUpi && pay.url && pay.script && !byLink && (
                <button type="button" className="rf-button" data-act="payUpi" data-kind="filled" disabled={!online || Boolean(busy)} onClick={checkout}>{t.payUpi}</button>
              )}
              {t.payUpi && pay.url && (!pay.script || byLink) && <a className="rf-button" data-act="payUpi" data-kind="filled" href={pay.url} target="_blank" rel="noopener">{t.payUpi}</a>}
              {button('checkPay', '', { act: 'check', order: pay.order })}
              {button('newQr', 'text', { act: 'newQr', plan: pay.plan })}
            </div>
            {pay.qr && <img className="rf-payqr" src={pay.qr} alt={pay.qrName} width={240} height={240} />}
          </div>
        )}
        {timeline.length > 0 && (
          <ol className="rf-timeline" aria-live="polite">{timeline.map((line) => <li key={line} className="rf-meta">{line}</li>)}</ol>
        )}
        {bill && (
          <p className="rf-bill">
            <a className="rf-button" data-act="invoice" href={bill.href} target="_blank" rel="noopener">{t.invoice}</a>
            <span className="rf-line">{bill.number}<br />{bill.amount} · {bill.day}</span>
          </p>
        )}
        {(p.state === 'live' || p.state === 'plans') && whom}
        {p.state === 'live' && (
          <div className="rf-actions">
            {button('seePlans', '', { act: 'see', view: 'plans' })}
            {button('stopPlan', '', { act: 'see', view: 'stop' })}
          </div>
        )}
        {p.state === 'stop' && (
          <div className="rf-actions">
            {button('stopPlan', '', { act: 'stop' })}
            {button('keepPlan', '', { act: 'keep' })}
          </div>
        )}
        {rf.trouble(createElement, { lost, online, again, t })}
      </div>
    </section>
  );
};

const Card = rf.cards.PlanCard;
export default <Card key={props.id} given={props} callAction={callAction} />;
