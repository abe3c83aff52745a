# The API carries no cookie, and so needs no CSRF token.


# ok: tongxin-csrf-exempt
@csrf_exempt
def endpoint(request):
    return None
