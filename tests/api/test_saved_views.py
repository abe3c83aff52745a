"""Saved views over the API."""


def test_a_view_is_saved_changed_moved_deleted_and_brought_back(api):
    client = api()
    made = client.post(
        "/saved-views", {"area": "ACCOUNTS", "name": "Mine", "query": "sort=-updated_at&owner=me"}
    )
    assert made.status_code == 201
    view = made.json()
    assert (view["query"], view["sharing"], view["position"]) == ("owner=me&sort=-updated_at", "PERSONAL", 0)
    client.post("/saved-views", {"area": "ACCOUNTS", "name": "Other"})
    url = f"/saved-views/{view['uid']}"
    moved = client.post(f"{url}/placement", {"position": 1})
    assert moved.json()["position"] == 1
    changed = client.patch(url, {"query": "tier=KEY", "sharing": "TEAM"}, If_Match=moved["ETag"])
    assert (changed.json()["query"], changed.json()["sharing"]) == ("tier=KEY", "TEAM")
    assert client.patch(url, {"name": "x"}, If_Match=made["ETag"]).status_code == 412
    assert client.get(url).json()["name"] == "Mine"
    assert client.delete(url, If_Match=changed["ETag"]).status_code == 204
    assert [each["name"] for each in client.get("/saved-views").json()["items"]] == ["Other"]
    back = client.post(f"/deleted-saved-views/{view['uid']}/restorations")
    assert (back.status_code, back["Location"]) == (201, f"/api/v1{url}")
    assert [each["name"] for each in client.get("/saved-views?q=min&area=ACCOUNTS").json()["items"]] == [
        "Mine"
    ]


def test_a_view_that_the_list_cannot_show_is_refused_with_what_it_has(api):
    answer = api().post("/saved-views", {"area": "PEOPLE", "name": "Odd", "query": "shoe_size=44"})
    assert (answer.status_code, answer.json()["code"]) == (400, "LIST_FIELD_UNKNOWN")


def test_views_of_others_are_not_there(api):
    view = api().post("/saved-views", {"area": "PEOPLE", "name": "Mine"}).json()
    other = api()
    assert other.get(f"/saved-views/{view['uid']}").status_code == 404
    assert other.get("/saved-views").json()["items"] == []
