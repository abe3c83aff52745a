"""Pages of joint plans."""
