package dev.selvedge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class XmlTextTest {
    @Test
    void escapesMarkupAndReplacesWhatXmlLacks() {
        assertThat(XmlText.escape("<a href='x'>&\"\n")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&amp;&quot;\n");
        assertThat(XmlText.escape("a\0b\u202Ec\uD800d\uFFFEe😀é")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe😀é");
    }

    @Test
    void anyTextStandsInAnElementAndAnAttribute() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
            }
            String escaped = XmlText.escape(text.toString());
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader("<a b=\"" + escaped + "\">" + escaped + "</a>")));
        }
    }
}
