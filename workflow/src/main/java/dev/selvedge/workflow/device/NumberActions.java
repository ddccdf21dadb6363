package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers: calculate, round, count, random, statistics, formats, measurements. */
final class NumberActions {
    private NumberActions() {}

    static void define(Meanings to) {
        to.add("number", call -> call.as().to(ContentType.NUMBER, call.item("WFNumberActionNumber")));
        to.add("math", NumberActions::math);
        to.add("calculateexpression", NumberActions::expression);
        to.add("round", NumberActions::round);
        to.add("count", NumberActions::count);
        to.add("number.random", NumberActions::random);
        to.add("statistics", NumberActions::statistics);
        to.add("format.number", NumberActions::format);
        to.add("format.filesize", NumberActions::fileSize);
        to.add("measurement.create", call -> call.item("WFMeasurementUnit"));
        to.add("measurement.convert", NumberActions::convert);
    }

    private static Item math(Invocation call) {
        BigDecimal left = call.number("WFInput");
        if (left == null) {
            return Item.nothing();
        }
        String operation = call.text("WFMathOperation", "+");
        if (operation.equals("…") || operation.equals("...")) {
            return new Num(Decimal.kept(scientific(call, left)));
        }
        BigDecimal right = call.number("WFMathOperand", 0);
        BigDecimal result = switch (operation) {
            case "-" -> left.subtract(right);
            case "×", "*" -> left.multiply(right);
            case "÷", "/" -> divided(left, right);
            default -> left.add(right);
        };
        return new Num(Decimal.kept(result));
    }

    static BigDecimal divided(BigDecimal left, BigDecimal right) {
        if (right.signum() == 0) {
            throw Halt.fault("The calculation divides " + Decimal.print(left) + " by zero.");
        }
        return left.divide(right, Decimal.PRECISION);
    }

    private static BigDecimal scientific(Invocation call, BigDecimal left) {
        BigDecimal right = call.has("WFScientificMathOperand")
                ? call.number("WFScientificMathOperand", 0)
                : call.number("WFMathOperand", 0);
        double x = left.doubleValue();
        return switch (call.text("WFScientificMathOperation", "Modulus")) {
            case "Modulus" -> modulus(left, right);
            case "x^2" -> left.multiply(left);
            case "x^3" -> Decimal.kept(left.multiply(left)).multiply(left);
            case "x^y" -> power(left, right);
            case "e^x" -> Decimal.of(StrictMath.exp(x));
            case "10^x" -> power(BigDecimal.TEN, left);
            case "ln(x)" -> Decimal.of(StrictMath.log(x));
            case "log(x)" -> Decimal.of(StrictMath.log10(x));
            case "√x" -> root(left);
            case "∛x" -> Decimal.of(StrictMath.cbrt(x));
            case "x!" -> factorial(left);
            case "sin(x)" -> Decimal.of(StrictMath.sin(x));
            case "cos(x)" -> Decimal.of(StrictMath.cos(x));
            case "tan(x)" -> Decimal.of(StrictMath.tan(x));
            case "abs(x)" -> left.abs();
            default ->
                throw Halt.fault("The device knows no calculation " + call.text("WFScientificMathOperation") + ".");
        };
    }

    static BigDecimal modulus(BigDecimal left, BigDecimal right) {
        if (right.signum() == 0) {
            throw Halt.fault("The calculation divides " + Decimal.print(left) + " by zero.");
        }
        if (left.precision() - left.scale() - right.precision() + right.scale() > 40) {
            throw Halt.fault("The numbers of the modulus are too far apart.");
        }
        return left.remainder(right);
    }

    static BigDecimal root(BigDecimal value) {
        return Decimal.of(StrictMath.sqrt(value.doubleValue()));
    }

    static BigDecimal power(BigDecimal left, BigDecimal right) {
        int exponent = Decimal.toInt(right);
        if (Math.abs(exponent) <= 64 && right.compareTo(BigDecimal.valueOf(exponent)) == 0 && left.precision() <= 16) {
            BigDecimal whole = left.pow(Math.abs(exponent));
            return exponent < 0 ? divided(BigDecimal.ONE, whole) : whole;
        }
        return Decimal.of(StrictMath.pow(left.doubleValue(), right.doubleValue()));
    }

    private static BigDecimal factorial(BigDecimal value) {
        int n = Decimal.toInt(value);
        if (n < 0 || n > 170) {
            throw Halt.fault("The factorial of " + Decimal.print(value) + " is no number that the device can hold.");
        }
        BigDecimal product = BigDecimal.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigDecimal.valueOf(i));
        }
        return product;
    }

    private static Item expression(Invocation call) {
        return call.each("Input", item -> new Num(Expression.value(call.as().text(item), call.meter())));
    }

    private static Item round(Invocation call) {
        RoundingMode mode = switch (call.text("WFRoundMode", "Normal")) {
            case "Always Round Up" -> RoundingMode.CEILING;
            case "Always Round Down" -> RoundingMode.FLOOR;
            default -> RoundingMode.HALF_UP;
        };
        int places = places(call);
        return call.each("WFInput", item -> {
            BigDecimal number = call.as().number(item);
            return number == null ? Item.nothing() : new Num(Decimal.kept(number.setScale(places, mode)));
        });
    }

    /** Digits after the point, negative for places before it. */
    private static int places(Invocation call) {
        int distance = Math.clamp(call.count("WFRoundDecimalPlaces", 0), 0, 30);
        String place = call.text("WFRoundTo", "");
        if (place.isEmpty()) {
            String type = call.text("WFRoundType", "Ones Place");
            return type.startsWith("Right") ? distance : type.startsWith("Left") ? -distance : 0;
        }
        List<String> right = List.of(
                "Ones Place",
                "Tenths",
                "Hundredths",
                "Thousandths",
                "Ten Thousandths",
                "Hundred Thousandths",
                "Millionths");
        List<String> left = List.of(
                "Ones Place",
                "Tens Place",
                "Hundreds Place",
                "Thousands",
                "Ten Thousands",
                "Hundred Thousands",
                "Millions");
        int after = right.indexOf(place);
        return after >= 0 ? after : -Math.max(0, left.indexOf(place));
    }

    private static Item count(Invocation call) {
        String type = call.text("WFCountType", "Items");
        List<Item> items = (call.has("Input") ? call.item("Input") : call.item("WFInput")).items();
        if (type.equals("Items")) {
            return Num.of(items.size());
        }
        long count = 0;
        for (Item item : items) {
            String text = call.as().text(item);
            count += switch (type) {
                case "Characters" -> text.codePointCount(0, text.length());
                case "Words" -> words(text);
                case "Sentences" -> sentences(text);
                case "Lines" ->
                    text.isEmpty() ? 0 : 1 + text.chars().filter(c -> c == '\n').count();
                default -> 1;
            };
        }
        return Num.of(count);
    }

    static long words(String text) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean letter = Character.isLetterOrDigit(text.charAt(i)) || (inside && "'’".indexOf(text.charAt(i)) >= 0);
            words += letter && !inside ? 1 : 0;
            inside = letter;
        }
        return words;
    }

    private static long sentences(String text) {
        long sentences = 0;
        boolean open = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == '!' || c == '?') {
                sentences += open ? 1 : 0;
                open = false;
            } else {
                open |= Character.isLetterOrDigit(c);
            }
        }
        return sentences + (open ? 1 : 0);
    }

    private static Item random(Invocation call) {
        BigDecimal low = call.number("WFRandomNumberMinimum", 0);
        BigDecimal high = call.number("WFRandomNumberMaximum", 100);
        if (low.compareTo(high) > 0) {
            BigDecimal swapped = low;
            low = high;
            high = swapped;
        }
        int scale = Math.clamp(
                Math.max(
                        low.stripTrailingZeros().scale(),
                        high.stripTrailingZeros().scale()),
                0,
                12);
        BigDecimal steps = high.subtract(low).movePointRight(scale);
        long bound =
                steps.compareTo(BigDecimal.valueOf(Long.MAX_VALUE - 1)) >= 0 ? Long.MAX_VALUE : steps.longValue() + 1;
        return new Num(low.add(BigDecimal.valueOf(call.machine().random(bound), scale)));
    }

    private static Item statistics(Invocation call) {
        List<BigDecimal> numbers = new ArrayList<>();
        for (Item item : call.items("Input")) {
            BigDecimal number = call.as().number(item);
            if (number != null) {
                numbers.add(number);
            }
        }
        if (numbers.isEmpty()) {
            return Item.nothing();
        }
        numbers.sort(Comparator.naturalOrder());
        call.meter().hold(numbers.size());
        return new Num(Decimal.kept(statistic(call.text("WFStatisticsOperation", "Average"), numbers)));
    }

    private static BigDecimal statistic(String operation, List<BigDecimal> sorted) {
        int n = sorted.size();
        return switch (operation) {
            case "Minimum" -> sorted.getFirst();
            case "Maximum" -> sorted.getLast();
            case "Sum" -> sum(sorted);
            case "Range" -> sorted.getLast().subtract(sorted.getFirst());
            case "Median" -> sorted.get((n - 1) / 2).add(sorted.get(n / 2)).divide(BigDecimal.TWO, Decimal.PRECISION);
            case "Mode" -> mode(sorted);
            case "Standard Deviation" -> deviation(sorted);
            default -> sum(sorted).divide(BigDecimal.valueOf(n), Decimal.PRECISION);
        };
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal number : numbers) {
            sum = sum.add(number, Decimal.PRECISION);
        }
        return sum;
    }

    private static BigDecimal mode(List<BigDecimal> sorted) {
        BigDecimal best = sorted.getFirst();
        int most = 0;
        int run = 0;
        for (int i = 0; i < sorted.size(); i++) {
            run = i > 0 && sorted.get(i).compareTo(sorted.get(i - 1)) == 0 ? run + 1 : 1;
            if (run > most) {
                most = run;
                best = sorted.get(i);
            }
        }
        return best;
    }

    /** Of the sample: n − 1. */
    private static BigDecimal deviation(List<BigDecimal> numbers) {
        if (numbers.size() < 2) {
            return BigDecimal.ZERO;
        }
        BigDecimal mean = sum(numbers).divide(BigDecimal.valueOf(numbers.size()), Decimal.PRECISION);
        BigDecimal squares = BigDecimal.ZERO;
        for (BigDecimal number : numbers) {
            BigDecimal distance = number.subtract(mean);
            squares = squares.add(distance.multiply(distance, Decimal.PRECISION), Decimal.PRECISION);
        }
        return root(Decimal.kept(squares.divide(BigDecimal.valueOf(numbers.size() - 1L), Decimal.PRECISION)));
    }

    private static Item format(Invocation call) {
        int places = Math.clamp(call.count("WFNumberFormatDecimalPlaces", 2), 0, 30);
        return call.each("WFNumber", item -> {
            BigDecimal number = call.as().number(item);
            return number == null ? Item.nothing() : new Text(grouped(number.setScale(places, RoundingMode.HALF_EVEN)));
        });
    }

    /** With a comma between groups of three digits. */
    private static String grouped(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int point = plain.indexOf('.');
        int end = point < 0 ? plain.length() : point;
        StringBuilder out = new StringBuilder(number.signum() < 0 ? "-" : "");
        for (int i = 0; i < end; i++) {
            if (i > 0 && (end - i) % 3 == 0) {
                out.append(',');
            }
            out.append(plain.charAt(i));
        }
        return out.append(plain, end, plain.length()).toString();
    }

    private static Item fileSize(Invocation call) {
        return call.each("WFFileSize", item -> {
            Item bytes = item instanceof Measure measure ? Units.convert(measure, "bytes") : null;
            BigDecimal number = call.as().number(bytes == null ? item : bytes);
            return number == null
                    ? Item.nothing()
                    : new Text(fileSize(number, call.text("WFFileSizeFormat", "Closest Unit")));
        });
    }

    private static String fileSize(BigDecimal bytes, String format) {
        List<String> units = List.of("bytes", "KB", "MB", "GB", "TB");
        List<String> names = List.of("Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes");
        int unit = names.indexOf(format);
        if (unit < 0) {
            unit = 0;
            while (unit < 4 && bytes.movePointLeft(3 * (unit + 1)).abs().compareTo(BigDecimal.ONE) >= 0) {
                unit++;
            }
        }
        BigDecimal shown = bytes.movePointLeft(3 * unit).setScale(unit == 0 ? 0 : 1, RoundingMode.HALF_UP);
        return Decimal.print(shown) + " " + units.get(unit);
    }

    private static Item convert(Invocation call) {
        Item unit = call.item("WFMeasurementUnit");
        String symbol = symbol(unit, call);
        return call.each("WFInput", item -> {
            Measure converted =
                    item instanceof Measure measure && symbol != null ? Units.convert(measure, symbol) : null;
            return converted == null
                    ? call.unknown(
                            ContentType.QUANTITY, "measurement", call.as().seen(item), String.valueOf(symbol))
                    : converted;
        });
    }

    private static @Nullable String symbol(Item unit, Invocation call) {
        return switch (unit) {
            case Item.Dict dict -> {
                Item symbol = dict.entries()
                        .getOrDefault("WFNSUnitSymbol", dict.entries().get("Unit"));
                yield symbol == null ? null : call.as().text(symbol);
            }
            case Measure measure -> measure.unit();
            default -> call.as().text(unit);
        };
    }
}
