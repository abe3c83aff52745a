# Examples for .semgrep/database.yaml: the line after `ruleid` must be found, the line after `ok` must not.


def keywords(request, Account, form):
    # ruleid: tongxin-request-as-keywords
    Account.objects.filter(**request.GET)
    # ruleid: tongxin-request-as-keywords
    Account.objects.filter(**request.GET.dict())
    # ruleid: tongxin-request-as-keywords
    Account(**request.POST.dict())
    # ruleid: tongxin-request-as-keywords
    Account(owner=1, **dict(request.POST))
    # ruleid: tongxin-request-as-keywords
    Account(**json.loads(request.body))
    # ok: tongxin-request-as-keywords
    Account(**form.cleaned_data)


def raw(Account, query):
    # ruleid: tongxin-raw-sql-method
    query.extra(where=["1=1"])
    # ruleid: tongxin-raw-sql-method
    Account.objects.raw("select 1")
    # ruleid: tongxin-raw-sql-method
    query.annotate(n=RawSQL(f"select {table}", ()))
    # ok: tongxin-raw-sql-method
    query.filter(pk__in=RawSQL("select rowid from search where search match %s", [words]))
    # ok: tongxin-raw-sql-method
    query.filter(extra=1)


def built(cursor, name, table):
    # ruleid: tongxin-built-sql
    cursor.execute(f"select * from account where name = '{name}'")
    # ruleid: tongxin-built-sql
    cursor.execute("select * from %s" % table)
    # ruleid: tongxin-built-sql
    cursor.execute("select * from {}".format(table))
    # ruleid: tongxin-built-sql
    cursor.execute("select * from account where name = " + name)
    # ok: tongxin-built-sql
    cursor.execute("select * from account where name = %s", [name])


def ordered(request, query, SORTS):
    # ruleid: tongxin-order-by-request
    query.order_by(request.GET["sort"])
    column = request.GET.get("sort", "name")
    # ruleid: tongxin-order-by-request
    query.order_by(column)
    # ruleid: tongxin-order-by-request
    query.values(request.GET["group"])
    # ok: tongxin-order-by-request
    query.order_by(SORTS[request.GET["sort"]])
    # ok: tongxin-order-by-request
    query.order_by("name")
