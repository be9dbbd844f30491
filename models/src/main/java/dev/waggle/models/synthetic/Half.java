package dev.waggle.models.synthetic;

/** 16-bit floating-point numbers (IEEE 754 binary16). */
final class Half {
    private static final int EXPONENT_BIAS_DIFFERENCE = 127 - 15;

    private Half() {}

    /** The nearest binary16, ties away from zero; values below its normal range become 0, above it infinity. */
    static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int rounded = (bits & 0x7fff_ffff) + 0x1000;
        int exponent = (rounded >>> 23) - EXPONENT_BIAS_DIFFERENCE;
        if (exponent <= 0) return (short) sign;
        if (exponent >= 31) return (short) (sign | 0x7c00);
        return (short) (sign | exponent << 10 | (rounded >>> 13 & 0x3ff));
    }
}
