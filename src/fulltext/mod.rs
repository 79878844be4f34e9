//! See DESIGN §2.
