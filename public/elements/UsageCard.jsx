// What a month cost and what it went for, eight weeks as bars, and her own limit. Props: README.md beside this file.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.UsageCard ||= function UsageCard({ given, callAction }) {
  const [answered, setAnswered] = useState(null);
  const p = answered?.given === given ? answered.props : given;
  const { t = {}, parts = [], weeks, groups = [], limits = [] } = p;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const [panel, setPanel] = useState('');
  const [typed, setTyped] = useState(null);
  const head = useRef(null);
  const box = useRef(null);
  const saved = useRef(false);
  useEffect(() => box.current?.focus(), [panel]);
  useEffect(() => {
    if (saved.current) head.current?.focus({ preventScroll: true });
    saved.current = false;
  }, [p]);

  const send = async (name, payload) => {
    const answer = await tap(name, { name: 'usage', payload: { id: p.id, thread: p.thread, talk: p.talk, line: p.line, month: p.month, ...payload } });
    const props = answer?.response?.props;
    if (!props) return;
    saved.current = !props.error;
    setAnswered({ given, props });
    if (!props.error) {
      setPanel('');
      setTyped(null);
    }
  };
  const off = !online || Boolean(busy);
  const button = (name, kind, onTap, more = {}) => t[name] && (
    <button key={name} type="button" className="rf-button" data-act={name} data-kind={kind} onClick={onTap}
      aria-busy={busy === name || undefined} {...more}>{t[name]}</button>
  );
  const toggle = (name) => button(name, 'text', () => setPanel(panel === name ? '' : name), { 'aria-expanded': panel === name });

  const frame = { className: 'rf-card rf-usage', 'data-testid': 'usage-card', lang: p.talk, 'aria-label': p.title };
  if (p.state === 'stale') return <section {...frame} data-state="stale"><p className="rf-stub">{p.line}</p></section>;
  return (
    <section {...frame} data-state={busy ? 'busy' : lost ? 'failed' : p.state}>
      <div className="rf-pad">
        {p.line && <p className="rf-line">{p.line}</p>}
        <p ref={head} className="rf-amount" tabIndex={-1} aria-live="polite" data-testid="usage-head">{p.head}</p>
        {p.bar !== null && p.bar !== undefined && (
          <svg className="rf-meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" data-over={p.state === 'over' || undefined}>
            <rect className="rf-meter-all" width="100" height="8" />
            <rect className="rf-meter-used" width={p.bar} height="8" />
          </svg>
        )}
        <p className="rf-line" data-testid="usage-parts">{parts.join(' · ')}</p>
        {p.note && (p.state === 'over'
          ? <p className="rf-finding" data-level="warn">{p.note}</p>
          : <p className="rf-meta">{p.note}</p>)}
        {weeks && (
          <figure className="rf-chart" data-testid="usage-weeks">
            <figcaption className="rf-meta">{weeks.title}</figcaption>
            <ol>
              {weeks.bars.map(([day, value, share]) => (
                <li key={day}>
                  <span>{value}</span>
                  <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
                    <rect y={100 - Math.max(share, share ? 4 : 1)} width="10" height={Math.max(share, share ? 4 : 1)} />
                  </svg>
                  <span>{day}</span>
                </li>
              ))}
            </ol>
          </figure>
        )}
        {panel === 'details' && (
          <div className="rf-panel" data-testid="usage-details">
            {groups.map((group) => (
              <div key={group.key} role="group" aria-label={group.name}>
                <p className="rf-title">{group.name}</p>
                <ul className="rf-shares">
                  {group.rows.map(([name, amount, share]) => (
                    <li key={name}>
                      <p><span>{name}</span> <b>{amount}</b></p>
                      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width={share} height="4" /></svg>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
            {limits.map((line) => <p key={line} className="rf-meta">{line}</p>)}
            <div className="rf-row">
              {t.report && <a className="rf-button" data-act="report" data-kind="text" href={p.pdf} target="_blank" rel="noopener">{t.report}</a>}
              {t.table && <a className="rf-button" data-act="table" data-kind="text" href={p.csv} download>{t.table}</a>}
            </div>
          </div>
        )}
        {panel === 'budget' && (
          <form className="rf-panel" onSubmit={(event) => { event.preventDefault(); if (!off) send('save', { act: 'limit', rupees: typed ?? p.rupees }); }}>
            <label className="rf-question" htmlFor={`limit-${p.id}`}>{p.ask}</label>
            <input ref={box} id={`limit-${p.id}`} className="rf-input" inputMode="numeric" autoComplete="off" value={typed ?? (p.typed || p.rupees)}
              aria-invalid={Boolean(p.error) || undefined} aria-describedby={p.error ? `bad-${p.id}` : undefined} onChange={(event) => setTyped(event.target.value)} />
            {p.error && <p id={`bad-${p.id}`} className="rf-finding" data-level="warn" data-testid="problem">{p.error}</p>}
            <div className="rf-actions">
              <button type="submit" className="rf-button" data-act="save" data-kind="filled" disabled={off} aria-busy={busy === 'save' || undefined}>{t.save}</button>
              {p.rupees !== '' && button('lift', '', () => send('lift', { act: 'lift' }), { disabled: off })}
              {button('cancel', '', () => { setPanel(''); setTyped(null); })}
            </div>
          </form>
        )}
        <div className="rf-row">
          {toggle('details')}
          {p.canSet && toggle('budget')}
          {p.plans && button('seePlans', 'text', () => send('seePlans', { act: 'plans' }), { disabled: off })}
        </div>
        {rf.trouble(createElement, { lost, online, again, t })}
      </div>
    </section>
  );
};

const Card = rf.cards.UsageCard;
export default <Card key={props.id} given={props} callAction={callAction} />;
