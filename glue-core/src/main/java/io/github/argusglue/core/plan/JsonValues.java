package io.github.argusglue.core.plan;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares values by the rules of JSON: 1, 1L and 1.0 are the same number, whatever Java type the parser returned. */
final class JsonValues {
    private JsonValues() {}

    @SuppressWarnings("ReferenceEquality") // cheap check first
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return sameMaps(left, right);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return sameLists(left, right);
        }
        if (a instanceof Number left && b instanceof Number right) {
            return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
        }
        return a != null && a.equals(b);
    }

    private static boolean sameMaps(Map<?, ?> left, Map<?, ?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            if (!right.containsKey(entry.getKey()) || !same(entry.getValue(), right.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object value : left) {
            if (!same(value, others.next())) {
                return false;
            }
        }
        return true;
    }
}
