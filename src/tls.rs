//! The one implementation of TLS in this process, for whoever speaks it.

/// That it is installed already is as good.
pub fn install() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}
