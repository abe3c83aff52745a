"""Run `tongxin` as `python -m tongxin`."""

from tongxin.jobs.cli import main

if __name__ == "__main__":
    main()
