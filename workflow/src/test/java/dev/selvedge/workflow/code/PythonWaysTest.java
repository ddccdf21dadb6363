package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import org.junit.jupiter.api.Test;

/** Python as people and models write it, and what it is in the dialect. */
class PythonWaysTest {
    @Test
    void nestedCallsGetVariables() {
        assertReads("show_notification(text=change_case(text=get_clipboard(), case=\"UPPERCASE\"))", """
                clipboard_1 = get_clipboard()
                updated_text = change_case(text=clipboard_1, case="UPPERCASE")
                show_notification(text=updated_text)
                """);
        assertReads("clipboard_1 = 1\nif len(get_clipboard()) > 3:\n    pass", """
                clipboard_1 = 1
                clipboard_2 = get_clipboard()
                count = count_items(input=clipboard_2, type="Items")
                if count > 3:
                    pass
                """);
    }

    @Test
    void positionsFollowTheCatalogue() {
        assertReads("show_notification('Hi', title='T')", "show_notification(text=\"Hi\", title=\"T\")\n");
    }

    @Test
    void sumsAreTheMathsAction() {
        assertReads("a = 2 * 3 + 1\nb = a - 1\nb += 2\nc = (a + b) / 2\nd = -a\ne = a % 2", """
                a = 7
                b = calculate(number=a, operation="-", operand=1)
                b = calculate(number=b, operation="+", operand=2)
                result = calculate(number=a, operation="+", operand=b)
                c = calculate(number=result, operation="÷", operand=2)
                d = calculate(number=a, operation="×", operand=-1)
                e = calculate(number=a, operation="…", scientific_operation="Modulus", scientific_operand=2)
                """);
    }

    @Test
    void textIsPutTogether() {
        assertReads("""
                n = 5
                a = "n is " + str(n) + "!"
                b = "%s of %d%%" % (n, 10)
                c = "{} and {x}{{}}".format(n, x="b")
                d = 'it''s' "fine"
                e = f'{n}' + "%"
                f = f"{n + 1}"
                g = ", ".join([a, b])
                """, """
                n = 5
                a = f"n is {text(n)}!"
                b = f"{n} of 10%"
                c = f"{n} and b{{}}"
                d = "itsfine"
                e = f"{n}%"
                result = calculate(number=n, operation="+", operand=1)
                f = f"{result}"
                g = combine_text(items=[a, b], separator="Custom", custom_separator=", ")
                """);
    }

    @Test
    void stringsOfEveryKind() {
        assertReads("""
                a = '''one
                two'''
                b = r"\\d+"
                c = "\\u00e9\\x41\\N{BULLET}\\101\\q"
                d = ("x"
                     "y")
                e = u"z"
                """, """
                a = "one\\ntwo"
                b = "\\\\d+"
                c = "éA•A\\\\q"
                d = "xy"
                e = "z"
                """);
    }

    @Test
    void keysAndItems() {
        assertReads("""
                d = {"a": [1, 2], 'b': (3,)}
                x = d["a"]
                y = d.get("b")
                d["c"] = 5
                k = "name"
                z = d[f"{k}.x"]
                w = [1, 2][0]
                v = get_clipboard()["data"]["items"]
                keys = d.keys()
                """, """
                d = {"a": [1, 2], "b": [3]}
                x = d["a"]
                y = d["b"]
                d = set_dictionary_value(dictionary=d, key="c", value=5)
                k = "name"
                z = get_dictionary_value(dictionary=d, key=f"{k}.x")
                w = get_item_from_list(items=[1, 2], which="First Item")
                clipboard_1 = get_clipboard()
                v = clipboard_1["data"]["items"]
                keys = get_dictionary_value(dictionary=d, type="All Keys")
                """);
    }

    @Test
    void loopsThatCountFromZero() {
        assertReads("""
                for i in range(3):
                    print(i)
                for i in range(3):
                    print("x")
                for i in range(2, 5):
                    pass
                for i, x in enumerate([1, 2]):
                    print(i, x)
                """, """
                for index in range(1, 3 + 1):
                    i = calculate(number=index, operation="-", operand=1)
                    show_result(text=f"{i}")
                for _ in range(3):
                    show_result(text="x")
                for _ in range(3):
                    pass
                for index_1, x in enumerate([1, 2], start=1):
                    i = calculate(number=index_1, operation="-", operand=1)
                    show_result(text=f"{i} {x}")
                """);
    }

    @Test
    void conditionsOfEveryKind() {
        assertReads("""
                x = 5
                if not (x < 1 or x > 9):
                    pass
                if x is None or "a" not in text(x):
                    pass
                if not x.startswith("a"):
                    y = 1
                else:
                    y = 2
                if x.startswith(("a", "b")):
                    pass
                if 1 < x < 9:
                    pass
                if not 1 <= x <= 9:
                    y = 3
                if x == 1 and (x == 2 or not x.endswith("b")):
                    pass
                """, """
                x = 5
                if x >= 1 and x <= 9:
                    pass
                if not x or "a" not in text(x):
                    pass
                if x.startswith("a"):
                    y = 2
                else:
                    y = 1
                if x.startswith("a") or x.startswith("b"):
                    pass
                if x > 1 and x < 9:
                    pass
                if 1 <= x <= 9:
                    pass
                else:
                    y = 3
                if x.endswith("b"):
                    holds_1 = 0
                else:
                    holds_1 = 1
                if x == 2 or holds_1 == 1:
                    holds = 1
                else:
                    holds = 0
                if x == 1 and holds == 1:
                    pass
                """);
    }

    @Test
    void choicesAsValues() {
        assertReads("x = 5\nbig = x > 3\nsize = 'L' if x > 3 else 'S'", """
                x = 5
                if x > 3:
                    big = True
                else:
                    big = False
                if x > 3:
                    size = "L"
                else:
                    size = "S"
                """);
    }

    @Test
    void elifEvaluatesLate() {
        assertReads("x = 1\nif x == 1:\n    pass\nelif len(x) > 2:\n    pass", """
                x = 1
                if x == 1:
                    pass
                else:
                    count = count_items(input=x, type="Items")
                    if count > 2:
                        pass
                """);
    }

    @Test
    void matchOverAValueIsAChain() {
        assertReads("""
                x = "a"
                match x:
                    case "a":
                        y = 1
                    case "b":
                        y = 2
                    case _:
                        y = 3
                match input("Which?"):
                    case "One": y = 4
                """, """
                x = "a"
                if x == "a":
                    y = 1
                elif x == "b":
                    y = 2
                else:
                    y = 3
                match choose_from_menu("Which?"):
                    case "One":
                        y = 4
                """);
    }

    @Test
    void commentsStayWhereTheyStood() {
        assertReads("""
                # top
                x = 1  # after
                if x:  # header
                    # first
                    y = 1
                    # last

                # before elif
                elif y:
                    pass
                # before else
                else:
                    y = 2
                    # end
                # outside
                #: end
                \"\"\"A docstring.\"\"\"
                match choose_from_menu("a"):
                    # of one
                    case "One":
                        pass
                """, """
                # top

                # after
                x = 1
                # header
                if x:
                    # first
                    y = 1
                    # last
                # before elif
                elif y:
                    pass
                else:
                    # before else
                    y = 2
                    # end
                # outside
                # : end

                # A docstring.
                match choose_from_menu("a"):
                    case "One":
                        # of one
                        pass
                """);
    }

    @Test
    void inputAndPrint() {
        assertReads("n = int(input('How many?'))\nprint('You said', n)", """
                provided_input = ask_for_input(prompt="How many?")
                n = number(provided_input)
                show_result(text=f"You said {n}")
                """);
    }

    @Test
    void listsGrow() {
        assertReads("xs = []\nxs.append(1)\nxs += [2, 3]", "xs = []\nxs.append(1)\nxs.append(2)\nxs.append(3)\n");
    }

    @Test
    void comprehensionsAreWrittenOut() {
        assertReads("x = [1, 2]\ny = [i + 1 for i in x if i > 1]\nprint(len([i for i in y]))", """
                x = [1, 2]
                y = []
                for i in x:
                    if i > 1:
                        result = calculate(number=i, operation="+", operand=1)
                        y.append(result)
                items = []
                for i in y:
                    items.append(i)
                count = count_items(input=items, type="Items")
                show_result(text=f"{count}")
                """);
        assertReads("x = [1]\nx = [v for v in x]\ny = sum(v for row in x for v in row)", """
                x = [1]
                items = []
                for v in x:
                    items.append(v)
                x = items
                items_1 = []
                for row in x:
                    for v in row:
                        items_1.append(v)
                y = calculate_statistics(numbers=items_1, operation="Sum")
                """);
    }

    @Test
    void severalNamesGetValuesTogether() {
        assertReads("a, b = 1, 2\na, b = b, a\n[c, d] = \"x y\".split()", """
                a = 1
                b = 2
                value = a
                a = b
                b = value
                split_text_1 = split_text(text="x y", separator="Spaces")
                c = get_item_from_list(items=split_text_1, which="First Item")
                d = get_item_from_list(items=split_text_1, which="Item At Index", index=2)
                """);
        assertReads("if (n := 5) > 3:\n    print(n)", "n = 5\nif n > 3:\n    show_result(text=f\"{n}\")\n");
    }

    @Test
    void dictionariesAndListsGrowAndAreTakenApart() {
        assertReads("""
                x = {"a": 1}
                for k, v in x.items():
                    # of one
                    print(k, v)
                y = x.get("b", "none")
                x.update({"c": 3})
                z = [1, 2, 3][1:]
                z.extend([4])
                z.extend(y)
                w = z[:2]
                """, """
                x = {"a": 1}
                dictionary_value = get_dictionary_value(dictionary=x, type="All Keys")
                for k in dictionary_value:
                    v = get_dictionary_value(dictionary=x, key=k)
                    # of one
                    show_result(text=f"{k} {v}")
                if x["b"]:
                    y = x["b"]
                else:
                    y = "none"
                x = set_dictionary_value(dictionary=x, key="c", value=3)
                z = get_item_from_list(items=[1, 2, 3], which="Items in Range", start=2)
                z.append(4)
                for item in y:
                    z.append(item)
                w = get_item_from_list(items=z, which="Items in Range", start=1, end=2)
                """);
    }

    @Test
    void oneFunctionAroundAllIsWrittenOut() {
        String plain = "# top\n\n# All of it.\n\n# first\nx = 1\nshow_result(text=f\"{x}\")\n# at last\n";
        String main =
                "# top\ndef main() -> None:\n    \"\"\"All of it.\"\"\"\n    # first\n    x = 1\n    print(x)\n\n# at last\n";
        assertReads(main + "main()\n", plain);
        assertReads(main + "if __name__ == \"__main__\":\n    main()\n", plain);
    }

    @Test
    void functionsOfModules() {
        assertReads("""
                import json, math, random, re, time
                from datetime import datetime
                now = datetime.now()
                print(now.strftime("%d.%m.%Y um %H Uhr, '%y"))
                time.sleep(2)
                a = random.randint(1, 6)
                b = random.choice([1, 2])
                c = math.floor(a / 2)
                d = json.loads("{}")["key"]
                e = re.sub("a+", "b", "caat")
                f = requests.get("https://example.com").json()
                """, """
                now = current_date()
                show_result(text=f\"""{now.format("dd.MM.yyyy 'um' HH 'Uhr', ''yy")}\""")
                wait_seconds(seconds=2)
                a = random_number(minimum=1, maximum=6)
                b = get_item_from_list(items=[1, 2], which="Random Item")
                result = calculate(number=a, operation="÷", operand=2)
                c = round_number(number=result, place="Ones Place", mode="Always Round Down")
                value = "{}"
                d = dictionary(value)["key"]
                e = replace_text(text="caat", find="a+", replacement="b", regular_expression=True)
                contents_of_url = download_url(url="https://example.com")
                f = dictionary(contents_of_url)
                """);
        assertReads("match \"a\":\n    case \"a\" | \"b\":\n        x = 1\n    case _:\n        x = 2", """
                if "a" == "a" or "a" == "b":
                    x = 1
                else:
                    x = 2
                """);
    }

    private static void assertReads(String code, String canonical) {
        CodeParser.Parsed parsed = CodeParser.parse(code, Catalog.bundled());
        assertThat(parsed.diagnostics()).noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        assertThat(CodePrinter.print(java.util.Objects.requireNonNull(parsed.workflow()), Catalog.bundled()))
                .isEqualTo(canonical);
        assertThat(CodeParser.parse(canonical, Catalog.bundled()).workflow()).isEqualTo(parsed.workflow());
    }
}
