package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Item.Measure;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Units of measurement and their exact conversions. */
final class Units {
    private static final Map<String, Unit> BY_SYMBOL = new HashMap<>();

    /** Value in the dimension's first unit = value × factor + offset. */
    private record Unit(String dimension, BigDecimal factor, BigDecimal offset) {}

    static {
        define("Length", "m 1 km 1000 cm 0.01 mm 0.001 µm 0.000001 in 0.0254 ft 0.3048 yd 0.9144 mi 1609.344 nmi 1852");
        define("Mass", "g 1 kg 1000 mg 0.001 t 1000000 oz 28.349523125 lb 453.59237 st 6350.29318");
        define("Duration", "s 1 sec 1 ms 0.001 min 60 hr 3600 h 3600 days 86400 d 86400 weeks 604800 wk 604800");
        define(
                "Speed",
                "m/s 1 km/h 0.277777777777777777777777777777777778 mph 0.44704 kn 0.514444444444444444444444444444");
        define(
                "Information Storage",
                "B 1 bytes 1 kB 1000 KB 1000 MB 1000000 GB 1000000000 TB 1000000000000 bit 0.125 KiB 1024 MiB 1048576 GiB 1073741824");
        define(
                "Area",
                "m² 1 km² 1000000 cm² 0.0001 ft² 0.09290304 in² 0.00064516 mi² 2589988.110336 ac 4046.8564224 ha 10000");
        define(
                "Volume",
                "L 1 mL 0.001 m³ 1000 gal 3.785411784 qt 0.946352946 pt 0.473176473 cup 0.24 fl oz 0.0295735295625");
        define("Energy", "J 1 kJ 1000 cal 4.184 kcal 4184 kWh 3600000");
        define("Power", "W 1 kW 1000 hp 745.69987158227022");
        define(
                "Pressure",
                "Pa 1 hPa 100 kPa 1000 bar 100000 mbar 100 mmHg 133.322387415 inHg 3386.389 psi 6894.757293168");
        define("Angle", "° 1 deg 1 rad 57.295779513082320876798154814105170");
        temperature("°C", "1", "0");
        temperature("K", "1", "-273.15");
        temperature("°F", "0.5555555555555555555555555555555556", "-17.77777777777777777777777777777778");
    }

    private Units() {}

    private static void define(String dimension, String symbolsAndFactors) {
        String[] parts = symbolsAndFactors.split(" ", -1);
        StringBuilder symbol = new StringBuilder();
        for (String part : parts) {
            BigDecimal factor = Decimal.parse(part);
            if (factor != null) {
                BY_SYMBOL.put(symbol.toString().strip(), new Unit(dimension, factor, BigDecimal.ZERO));
                symbol.setLength(0);
            } else {
                symbol.append(part).append(' ');
            }
        }
    }

    private static void temperature(String symbol, String factor, String offset) {
        BY_SYMBOL.put(symbol, new Unit("Temperature", new BigDecimal(factor), new BigDecimal(offset)));
    }

    static boolean known(String symbol) {
        return BY_SYMBOL.containsKey(symbol);
    }

    /** The same quantity in another unit; null if a unit is unknown or measures something else. */
    static @Nullable Measure convert(Measure measure, String symbol) {
        Unit from = BY_SYMBOL.get(measure.unit());
        Unit to = BY_SYMBOL.get(symbol);
        if (from == null || to == null || !from.dimension().equals(to.dimension())) {
            return null;
        }
        BigDecimal base = measure.magnitude().multiply(from.factor()).add(from.offset());
        BigDecimal value = base.subtract(to.offset()).divide(to.factor(), Decimal.PRECISION);
        return new Measure(Decimal.kept(value), symbol);
    }
}
