//! Where ticks stand and what they say.
