// A month of festivals: a grid whose days can be tapped, and the same days in words. Props: README.md beside this file.
import { createElement, useEffect, useRef, useState } from 'react';
import { useRecoilValue } from 'recoil';
import { sessionState } from '@chainlit/react-client';

const rf = window.rf;

// The component must stay the same one over Chainlit's repeated evaluations of this file.
rf.cards.CalendarCard ||= function CalendarCard({ given, callAction }) {
  const [answered, setAnswered] = useState(null);
  const p = answered?.given === given ? answered.props : given;
  const { t = {}, week = [], festivals = [] } = p;
  const socket = useRecoilValue(sessionState)?.socket;
  const { busy, lost, online, tap, again } =
    rf.useTap({ useEffect, useRef, useState }, callAction, () => Boolean(socket?.connected));
  const [picked, setPicked] = useState(0);
  const name = useRef(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else name.current?.focus({ preventScroll: true });
    setPicked(0);
  }, [p.month]);

  const send = async (key, payload) => {
    const answer = await tap(key, { name: 'calendar', payload: { id: p.id, thread: p.thread, talk: p.talk, ...payload } });
    if (answer?.response?.props) setAnswered({ given, props: answer.response.props });
  };
  const write = (each) => send(`write:${each.id}`, { act: 'write', festival: each.id, month: p.month });
  // A day with one festival is written at once; of several the rows below let her say which.
  const onDay = (of) => {
    const open = of.filter((each) => !each.over);
    if (open.length === 1) write(open[0]);
    else setPicked(of[0].day);
  };
  const off = !online || Boolean(busy);
  const turn = (key, mark) => p[key] && (
    <button type="button" className="rf-button" data-kind="text" data-act={key} aria-label={t[key]} disabled={off} aria-busy={busy === key || undefined}
      onClick={() => send(key, { act: 'month', month: p[key] })}>{mark}</button>
  );
  const cell = (day) => {
    const of = festivals.filter((each) => each.day === day);
    const mark = { key: day, 'data-today': p.today === day || undefined, 'aria-current': p.today === day ? 'date' : undefined };
    if (of.length === 0) return <li {...mark} className="rf-day">{day}</li>;
    const over = of.every((each) => each.over);
    const said = of.map((each) => each.name).join(', ');
    return (
      <li {...mark} className="rf-day">
        <button type="button" className="rf-feast" data-day={day} data-over={over || undefined} data-quiet={of.every((each) => !each.sell) || undefined}
          aria-label={`${of[0].date}: ${said}`} aria-pressed={picked === day} disabled={off || (over && of.length === 1)} onClick={() => onDay(of)}>{day}</button>
      </li>
    );
  };

  const frame = { className: 'rf-card rf-calendar', 'data-testid': 'calendar-card', lang: p.talk, 'aria-label': p.title };
  if (p.state === 'stale') return <section {...frame} data-state="stale"><p className="rf-stub">{p.line}</p></section>;
  const shown = picked ? festivals.filter((each) => each.day === picked) : festivals;
  return (
    <section {...frame} data-state={busy ? 'busy' : lost ? 'failed' : p.state} data-month={p.month}>
      <div className="rf-pad">
        <p className="rf-title">{p.title}</p>
        <p className="rf-meta">{p.line}</p>
        <div className="rf-monthline">
          {turn('before', '‹')}
          <p ref={name} className="rf-title" tabIndex={-1} aria-live="polite" data-testid="month-name">{p.name}</p>
          {turn('after', '›')}
        </div>
        <ol className="rf-week" aria-hidden="true">{week.map((each) => <li key={each} className="rf-meta">{each}</li>)}</ol>
        <ol className="rf-month" style={{ '--rf-blank': p.blank + 1 }}>{Array.from({ length: p.days }, (_, n) => cell(n + 1))}</ol>
        {p.none && <p className="rf-meta">{p.none}</p>}
        <ul className="rf-feasts">
          {shown.map((each) => (
            <li key={each.id} className="rf-feastrow" data-festival={each.id} data-over={each.over || undefined}>
              <p><span className="rf-feastname">{each.name}</span> <span className="rf-meta">{each.date} · {each.note}</span></p>
              {!each.over && t.writeIt && (
                <button type="button" className="rf-button" data-act="writeIt" aria-label={`${t.writeIt}: ${each.name}`} disabled={off}
                  aria-busy={busy === `write:${each.id}` || undefined} onClick={() => write(each)}>{t.writeIt}</button>
              )}
            </li>
          ))}
        </ul>
        {rf.trouble(createElement, { lost, online, again, t })}
      </div>
    </section>
  );
};

const Card = rf.cards.CalendarCard;
export default <Card key={props.id} given={props} callAction={callAction} />;
