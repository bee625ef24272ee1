//! Which addresses may be dialled: what IANA's registries of special purposes call globally reachable, and no more.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far requests reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Networks {
    /// The public internet alone.
    Public,
    /// The networks of a house or a machine as well: for closed networks and tests. What never is a host's own address, and the
    /// link-local ones at which clouds keep credentials, are refused still.
    Private,
}

/// Not the internet's, by prefix and its length.
const SPECIAL_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, what is reserved, and the broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

const PRIVATE_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
];

/// All that has been given out to the internet so far.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Within it, what is none: protocols (Teredo among them), documentation, and 6to4, which wraps an address of version 4.
const SPECIAL_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

const PRIVATE_V6: &[(Ipv6Addr, u32)] =
    &[(Ipv6Addr::LOCALHOST, 128), (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7)];

/// Behind which a network without version 4 finds the rest of the internet (RFC 6052).
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

impl Networks {
    pub fn reach(self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(v4) => self.reach_v4(v4),
            IpAddr::V6(v6) => match wrapped(v6) {
                Some(v4) => self.reach_v4(v4),
                None => self.reach_v6(v6),
            },
        }
    }

    fn reach_v4(self, address: Ipv4Addr) -> bool {
        let is_in = |networks: &[(Ipv4Addr, u32)]| networks.iter().any(|network| has_v4(*network, address));
        !is_in(SPECIAL_V4) && (self == Self::Private || !is_in(PRIVATE_V4))
    }

    fn reach_v6(self, address: Ipv6Addr) -> bool {
        let is_in = |networks: &[(Ipv6Addr, u32)]| networks.iter().any(|network| has_v6(*network, address));
        (has_v6(GLOBAL_V6, address) && !is_in(SPECIAL_V6)) || (self == Self::Private && is_in(PRIVATE_V6))
    }
}

/// The address of version 4 that a packet to this one would reach in the end.
fn wrapped(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let last_bits = || Ipv4Addr::from_bits(address.to_bits() as u32);
    address.to_ipv4_mapped().or_else(|| has_v6(NAT64, address).then(last_bits))
}

fn has_v4((network, bits): (Ipv4Addr, u32), address: Ipv4Addr) -> bool {
    (network.to_bits() ^ address.to_bits()) >> (32 - bits) == 0
}

fn has_v6((network, bits): (Ipv6Addr, u32), address: Ipv6Addr) -> bool {
    (network.to_bits() ^ address.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::Networks::{Private, Public};

    const NOWHERE: &[&str] = &[
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::127.0.0.1",
        "::ffff:0.0.0.0",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::127.0.0.1",
        "100::1",
        "2001::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "3fff::1",
        "5f00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];
    const AT_HOME: &[&str] = &[
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.1.2.3",
        "fc00::1",
        "fdff::1",
    ];
    const PUBLIC: &[&str] = &[
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450::1",
    ];

    #[test]
    fn in_09_only_the_public_internet_is_reached() {
        for text in NOWHERE.iter().chain(AT_HOME) {
            assert!(!Public.reach(text.parse().unwrap()), "{text}");
        }
        for text in PUBLIC {
            assert!(Public.reach(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn in_09_a_closed_network_is_reached_where_it_is_allowed_but_never_what_is_no_host() {
        for text in PUBLIC.iter().chain(AT_HOME) {
            assert!(Private.reach(text.parse().unwrap()), "{text}");
        }
        for text in NOWHERE {
            assert!(!Private.reach(text.parse().unwrap()), "{text}");
        }
    }
}
