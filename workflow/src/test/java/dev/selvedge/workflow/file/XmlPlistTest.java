package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlPlistTest {
    private static final String DOCTYPE =
            "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://localhost:1/never-fetched.dtd\">";

    private static PlistValue read(String xml) {
        return XmlPlist.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(read("<?xml version=\"1.0\"?>" + DOCTYPE + "<plist version=\"1.0\"><!-- by hand --><dict>"
                        + "<key>a</key><string>x &amp; <![CDATA[<y>]]></string>"
                        + "<key>b</key><array><integer> 12 </integer><integer>0x1F</integer><real>1e3</real><true/>"
                        + "<false></false><data>\n AQI=\n</data></array></dict></plist>"))
                .isEqualTo(dict("a", "x & <y>", "b", List.of(12, 31, 1000.0, true, false, new byte[] {1, 2})));
    }

    @Test
    void refusesEntitiesAndFetchesNothing() {
        refused(
                "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                        + "<plist><string>&b;</string></plist>",
                "b");
        refused(
                "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
                        + "<plist><string>&f;</string></plist>",
                "f");
    }

    @Test
    void refusesDepth() {
        refused("<plist>" + "<array>".repeat(300) + "</array>".repeat(300) + "</plist>", "200 levels deep");
        refused("<plist>" + "<array>".repeat(100_000), "200 levels deep");
    }

    @Test
    void saysWhatIsWrong() {
        refused("<plist><dict><key>a</key></dict></plist>", "the key \"a\" has no value");
        refused("<plist><dict><string>a</string></dict></plist>", "where a <key> belongs");
        refused("<plist><integer>12a</integer></plist>", "\"12a\" is no integer");
        refused("<plist><integer>" + "9".repeat(40) + "</integer></plist>", "more than 127 bits");
        refused("<plist><integer>" + "9".repeat(100_000) + "</integer></plist>", "is no integer");
        refused("<plist><real>1,5</real></plist>", "is no number");
        refused("<plist><date>today</date></plist>", "is no date");
        refused("<plist><data>A</data></plist>", "no base64");
        refused("<plist><ustring>a</ustring></plist>", "unknown element <ustring>");
        refused("<plist></plist>", "holds no value");
        refused("<plist><array>", "cannot be read");
        refused("<plist>&#0;</plist>", "text where a tag belongs");
        refused("<plist><string>&#x110000;</string></plist>", "refers to the entity &#x110000;");
        refused("<plist><string>a & b</string></plist>", "begins no character");
        refused("<plist><string>a</array></plist>", "</array> ends nothing that is open (line 1)");
        refused("<plist><string><b>a</b></string></plist>", "<string> holds the tag <b>");
        refused("<plist>\n<array>\n<true/>\n", "it breaks off (line 4)");
        refused("<plist><!-- a", "breaks off before -->");
        refused("<!DOCTYPE plist [ <!ENTITY a \"]>\"> ", "document type breaks off");
        refused("<plist><string a='>", "breaks off before '");
        refused("<plist><string a", "is not closed");
        refused("<plist>< string/></plist>", "begins no tag");
        refused("<plist><true/><true/></plist>", "a second value");
        refused("<" + "a".repeat(100_000) + "/>", "begins no tag");
        refused("<plist><dict><key>" + "k".repeat(100_000) + "</key></dict></plist>", "the key \"kkkkk");
        refused("<?xml version=\"1.0\" encoding=\"no-such\"?><plist/>", "its encoding no-such is not known");
    }

    @Test
    void readsEveryEncoding() {
        String xml = "<?xml version=\"1.0\" encoding=\"%s\"?>\n<plist><string>é ü</string></plist>";
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16,
                StandardCharsets.ISO_8859_1,
                Charset.forName("windows-1252"),
                Charset.forName("x-MacRoman"))) {
            String text = xml.formatted(charset.name());
            assertThat(XmlPlist.read(text.getBytes(charset))).as(charset.name()).isEqualTo(Plists.of("é ü"));
            if (charset.name().startsWith("UTF")) {
                byte[] marked = ("\uFEFF" + text)
                        .getBytes(charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset);
                assertThat(XmlPlist.read(marked)).as("marked " + charset).isEqualTo(Plists.of("é ü"));
                assertThat(XmlText.begins(marked)).isTrue();
            }
            assertThat(XmlText.begins(text.getBytes(charset))).isTrue();
        }
        assertThat(XmlPlist.read(xml.formatted("UTF-16").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Plists.of("é ü"));
        assertThat(read("  \n<plist><string>no declaration</string></plist>")).isEqualTo(Plists.of("no declaration"));
    }

    @Test
    void refusesBytesThatAreNoText() {
        for (String encoding : List.of("UTF-8", "US-ASCII")) {
            byte[] xml = ("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?><plist><string>é</string></plist>")
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThatExceptionOfType(WorkflowFormatException.class)
                    .isThrownBy(() -> XmlPlist.read(xml))
                    .withMessageMatching(".* its byte 5\\d is no text in " + encoding + "\\.");
        }
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> XmlPlist.read(new byte[] {(byte) 0xFF, (byte) 0xFE, '<', 0, '>'}))
                .withMessageContaining("byte 5 is no text in UTF-16LE");
    }

    @Test
    void readsTextAsXmlSaysAndMore() {
        assertThat(read("<plist><array><string>a\r\nb\rc</string><string/><string>&#13;&#x1F600;&apos;&quot;</string>"
                        + "<string>a<!-- no -->b<?no?>c</string><string> &lt;![CDATA[ <![CDATA[]] ]>&amp;]]></string></array>"
                        + "</plist>"))
                .isEqualTo(Plists.of(List.of("a\nb\nc", "", "\r\uD83D\uDE00'\"", "abc", " <![CDATA[ ]] ]>&amp;")));
        assertThat(read("<plist><string>\u0000\u0008\u001F\uFFFE</string></plist>"))
                .as("characters that XML forbids and property lists hold")
                .isEqualTo(Plists.of("\u0000\u0008\u001F\uFFFE"));
        assertThat(read("<plist a='>' b=\"/>\"><true x='/'/></plist>")).isEqualTo(Plists.of(true));
    }

    /** Deep or wide tricks of the document type are skipped as they are, in time that grows with the text. */
    @Test
    void isLinearInTheText() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE plist [<!ENTITY a0 \"a\">");
        for (int i = 1; i < 50_000; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";\">");
        }
        bomb.append("]><plist><array>")
                .append("<string>&amp;<![CDATA[x]]></string>".repeat(200_000))
                .append("</array></plist>");
        Cost cost = Cost.of(() ->
                assertThat(((PlistValue.Array) read(bomb.toString())).items()).hasSize(200_000));
        assertThat(cost.millis()).isLessThan(3_000);
        assertThat(cost.bytes()).isLessThan(60L * bomb.length());
    }

    @Test
    void printsNothing() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            refused("<plist><array>", "cannot be read");
            refused("<plist><", "cannot be read");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void refused(String xml, String reason) {
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> read(xml))
                .withMessageContaining(reason);
    }
}
