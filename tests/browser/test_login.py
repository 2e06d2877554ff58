def test_an_editor_logs_in(page, transactional_db, django_user_model):
    django_user_model.objects.create_user("editor", password="a long password", is_staff=True)

    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()

    page.get_by_role("button", name="Log out").wait_for()
