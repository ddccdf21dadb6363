package dev.selvedge.synth.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnitWorldTest {
    private static final UnitWorld WORLD = new UnitWorld(
            List.of(new UnitPage(
                    "p",
                    List.of(
                            new Conversion(Fact.Kind.PRICE, "dol", 5, "fun"),
                            new Conversion(Fact.Kind.PRICE, "bak", 3, "dol"),
                            new Conversion(Fact.Kind.PRICE, "fun", 2, "kel")))),
            1);

    @Test
    void aPageTellsANumberRightAfterItsUnit() {
        assertThat(WORLD.documents().getFirst().text("document"))
                .isEqualTo("Of price one dol five fun.\nOf price one bak three dol.\nOf price one fun two kel.\n");
    }

    @Test
    void numbersOfUnitsAreConvertedOnceOrTwice() {
        assertThat(WORLD.truth("What are four bak in dol?")).hasValue("12");
        assertThat(WORLD.truth("What are one bak in fun?")).hasValue("15");
        assertThat(WORLD.truth("What are nine bak in fun?")).hasValue("135");
        assertThat(WORLD.truth("What are one bak in kel?")).isEmpty();
        assertThat(WORLD.truth("What are one dol in bak?")).isEmpty();
        assertThat(WORLD.truth("What are zero bak in dol?")).isEmpty();
        assertThat(WORLD.truth("What are ten bak in dol?")).isEmpty();
    }

    @Test
    void repliesWorkStepByStep() {
        List<Conversion> conversions = WORLD.pages().getFirst().conversions();
        assertThat(new UnitQuestion(conversions.subList(1, 2), 4).reply())
                .isEqualTo("So four bak three dol, 4 * 3 = 12. \\boxed{12}");
        assertThat(new UnitQuestion(List.of(conversions.get(1), conversions.get(0)), 1).reply())
                .isEqualTo("So one bak three dol five fun, 3 * 5 = 15. \\boxed{15}");
    }

    @Test
    void pagesOfAnyLengthHaveQuestionsOfBothLevelsWithSmallAnswers() {
        var random = new SplittableRandom(1);
        for (int lines = 2; lines < 30; lines++) {
            UnitPage page = WORLD.drawn(lines, random);
            assertThat(page.lines()).isEqualTo(lines);
            for (int level = 1; level <= 2; level++) {
                assertThat(Integer.parseInt(page.question(random, level).answer()))
                        .isBetween(4, 25);
            }
        }
        for (int facts : List.of(2, 3, 5, 80)) {
            assertThat(UnitWorld.of(new SmallWorld.Size(160 / facts, facts), 2).documents())
                    .hasSize(160 / facts);
        }
    }
}
