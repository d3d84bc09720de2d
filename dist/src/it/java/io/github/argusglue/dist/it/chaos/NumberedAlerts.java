package io.github.argusglue.dist.it.chaos;

import java.util.Random;

/** Alerts of a system that can begin and end at any time. The first ones are steady: they begin, and never end. */
interface NumberedAlerts {
    int size();

    /** Returns how many are steady. */
    int steady();

    /** Returns the key of an alert's incidents. */
    String key(int number);

    boolean fires(int number);

    /** Makes an alert begin or end; does nothing where that is impossible at the moment. */
    void flip(int number);

    /** Lets all steady alerts and half of the others begin. */
    default void begin(Random random) {
        for (int number = 0; number < size(); number++) {
            if (number < steady() || random.nextBoolean()) {
                flip(number);
            }
        }
    }

    /** Flips so many, except those that must not change before the next quiet phase. */
    default void flipSome(int count, Random random, People people) {
        for (int i = 0; i < count; i++) {
            int number = steady() + random.nextInt(size() - steady());
            String key = key(number);
            if (!people.isFrozen(key)) {
                if (!fires(number)) {
                    people.fires(key);
                }
                flip(number);
            }
        }
    }
}
