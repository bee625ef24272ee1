//! Who is at the other end: the address that limits and logs are keyed on.
//!
//! Anyone can write `X-Forwarded-For`; it is believed only from the proxies that the operator named, and only its right-most part that those
//! proxies wrote. `Forwarded`, `X-Real-IP` and actix's own guess are never read.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::X_FORWARDED_FOR;

use crate::app::App;
use crate::config::Network;

/// More proxies in a row than any site has; what is beyond is not read.
const HOPS: usize = 16;

/// The address of the one who asks.
pub fn client_of(request: &HttpRequest, app: &App) -> IpAddr {
    let Some(peer) = request.peer_addr() else { return Ipv4Addr::UNSPECIFIED.into() };
    let lines: Vec<&str> =
        request.headers().get_all(X_FORWARDED_FOR).map(|line| line.to_str().unwrap_or("?")).collect();
    client_behind(peer.ip().to_canonical(), &lines, &app.config.trusted_proxies)
}

/// The right-most hop that is no proxy of ours; the last proxy itself where what it says cannot be read.
pub fn client_behind(peer: IpAddr, forwarded_for: &[&str], trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    let hops = forwarded_for.iter().rev().flat_map(|line| line.rsplit(','));
    for hop in hops.take(HOPS) {
        if !is_trusted(client) {
            return client;
        }
        match hop_address(hop) {
            Some(address) => client = address,
            None => return client,
        }
    }
    client
}

/// What limits count and sessions show: `192.0.2.0/24` or `2001:db8:1:2::/64`, what one household has.
pub fn prefix(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(v6) => format!("{}/64", Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

/// Some proxies add the port.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bracketed = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let address = bracketed
        .parse::<IpAddr>()
        .ok()
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{client_behind, prefix};
    use crate::config::Network;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn client(peer: &str, forwarded_for: &[&str]) -> IpAddr {
        let trusted = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"].map(|text| Network::parse(text).unwrap());
        client_behind(ip(peer), forwarded_for, &trusted)
    }

    #[test]
    fn rl_01_a_stranger_is_not_believed() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), ip("203.0.113.9"));
        assert_eq!(client_behind(ip("127.0.0.1"), &["198.51.100.1"], &[]), ip("127.0.0.1"));
    }

    #[test]
    fn rl_01_only_the_right_most_untrusted_hop_counts() {
        assert_eq!(client("127.0.0.1", &["6.6.6.6, 198.51.100.1"]), ip("198.51.100.1"));
        assert_eq!(client("127.0.0.1", &["6.6.6.6, 198.51.100.1, 10.1.2.3"]), ip("198.51.100.1"));
        assert_eq!(client("127.0.0.1", &["6.6.6.6", "198.51.100.1 , 10.1.2.3"]), ip("198.51.100.1"));
        assert_eq!(client("127.0.0.1", &["127.0.0.1, 198.51.100.1"]), ip("198.51.100.1"));
    }

    #[test]
    fn rl_01_what_cannot_be_read_ends_the_search() {
        assert_eq!(client("127.0.0.1", &["198.51.100.1, unknown"]), ip("127.0.0.1"));
        assert_eq!(client("127.0.0.1", &["198.51.100.1, , 10.0.0.1"]), ip("10.0.0.1"));
        assert_eq!(client("127.0.0.1", &[]), ip("127.0.0.1"));
        let thousand = "10.0.0.1, ".repeat(1000) + "10.0.0.1";
        assert_eq!(client("127.0.0.1", &[&thousand]), ip("10.0.0.1"));
    }

    #[test]
    fn ports_and_mapped_addresses_are_understood() {
        assert_eq!(client("127.0.0.1", &["198.51.100.1:4711"]), ip("198.51.100.1"));
        assert_eq!(client("127.0.0.1", &["[2001:db8::1]:443"]), ip("2001:db8::1"));
        assert_eq!(client("fd00::1", &["[2001:db8::1]"]), ip("2001:db8::1"));
        assert_eq!(client("127.0.0.1", &["::ffff:198.51.100.1"]), ip("198.51.100.1"));
    }

    #[test]
    fn rl_01_a_household_is_one_prefix() {
        assert_eq!(prefix(ip("192.0.2.77")), "192.0.2.0/24");
        assert_eq!(prefix(ip("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::/64");
        assert_eq!(prefix(ip("::ffff:192.0.2.77")), "192.0.2.0/24");
    }
}
