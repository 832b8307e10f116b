//! The portal's entry in the browser.

use portico::{browser, portal::Portal, router::Router, session::callback, shell};

fn main() {
    // The Authority's answer leaves the address bar before anything else happens.
    let arrival = callback::arrive();
    shell::open(Portal::new(Router::start(&browser::page::base())), arrival);
}
