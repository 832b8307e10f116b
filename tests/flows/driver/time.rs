//! The time that pages see.

use std::time::Duration;

/// A function that lets the document's `Date` be ahead of the computer's clock: `Date.now()`, and `Date` without arguments.
/// It may run again, with another span, and runs under any content security policy, being no script of the page.
pub(super) fn shift(ahead: Duration) -> String {
    SHIFT.replace("AHEAD", &ahead.as_millis().to_string())
}

const SHIFT: &str = "() => {
    const ahead = AHEAD, original = Symbol.for('original');
    const Own = Date[original] ?? Date;
    const now = () => Own.now() + ahead;
    globalThis.Date = Own.prototype.constructor = new Proxy(Own, {
        construct: (own, given, made) => Reflect.construct(own, given.length ? given : [now()], made),
        apply: () => new Own(now()).toString(),
        get: (own, name) => name === 'now' ? now : name === original ? own : own[name],
    });
    return '';
}";
