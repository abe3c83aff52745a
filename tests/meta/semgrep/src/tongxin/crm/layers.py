# Examples for .semgrep/layers.yaml, in a place where managers are allowed.

# ruleid: tongxin-outbound-request
import requests
# ruleid: tongxin-outbound-request
import urllib.request
# ruleid: tongxin-outbound-request
from httpx import Client
# ok: tongxin-outbound-request
from urllib.parse import urlsplit


def managed(Account):
    # ok: tongxin-manager-in-interface
    return Account.objects.all()


def swallowed(work):
    # ruleid: tongxin-swallowed-exception
    try:
        work()
    except Exception:
        pass
    # ruleid: tongxin-swallowed-exception
    try:
        work()
    except Exception as error:
        print(error)
    # ok: tongxin-swallowed-exception
    try:
        work()
    except ValueError:
        pass
    # ok: tongxin-swallowed-exception
    try:
        work()
    except Exception as error:
        logger.exception("Work failed")
        note(error)


def loaded(data):
    # ruleid: tongxin-unsafe-loader
    pickle.loads(data)
    # ruleid: tongxin-unsafe-loader
    eval(data)
    # ruleid: tongxin-unsafe-loader
    subprocess.run(data, shell=True)
    # ok: tongxin-unsafe-loader
    json.loads(data)
