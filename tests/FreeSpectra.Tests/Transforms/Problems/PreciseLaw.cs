using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>G of a law at a point of the upper half-plane to about 30 digits, with proof of branch.</summary>
/// <remarks>
/// <para>
/// Nothing is taken from the code under test but starting values: each law states its own equation, which is solved again with 32 digits from the
/// double that was returned. For free convolutions that is the subordination system in all its unknowns at once; a solution with every ωᵢ strictly
/// inside the half-plane is the only one ([BB07] thm. 3.2, 4.1), and here strictly means by more than the last correction with 32 digits.
/// </para>
/// <para>The laws at the ωᵢ are evaluated in the same way, so nested expressions are proved from the leaves upwards.</para>
/// </remarks>
internal sealed class PreciseLaw
{
    private const double Settled = 1e-26;

    // Some seconds: the work multiplies with every level of nesting.
    private const int Budget = 20_000;

    private int spent;

    /// <summary>G at z, Im z &gt; 0.</summary>
    /// <exception cref="NotSupportedException">No equation is stated here for a law of this type, or the law is nested too deeply.</exception>
    /// <exception cref="BranchException">The value returned belongs to no solution, or to a wrong one.</exception>
    public PreciseComplex Cauchy(SpectralMeasure law, PreciseComplex z)
    {
        if (++spent > Budget)
        {
            throw new NotSupportedException("The law is nested too deeply.");
        }

        PreciseComplex g = law switch
        {
            Atomic or EmpiricalLaw => law.Atoms.Aggregate((PreciseComplex)0.0, (sum, atom) => sum + (atom.Weight / (z - atom.Location))),
            CauchyLaw cauchy => 1.0 / (z - cauchy.Center + new Complex(0.0, cauchy.Scale)),
            Uniform uniform => Flat(uniform, z),
            Arcsine arcsine => 1.0 / (PreciseComplex.Sqrt(z - arcsine.Radius) * PreciseComplex.Sqrt(z + arcsine.Radius)),
            AffineImage { Map.Scale: > 0.0 } image => Cauchy(image.Source, (z - image.Map.Shift) / image.Map.Scale) / image.Map.Scale,
            AffineImage image => Cauchy(image.Source, ((z - image.Map.Shift) / image.Map.Scale).Conjugate()).Conjugate() / image.Map.Scale,
            ZeroMixture mixture => ((1.0 - (PreciseComplex)mixture.Weight) / z) + (mixture.Weight * Cauchy(mixture.Source, z)),
            InverseLaw inverse => (1.0 - (Cauchy(inverse.Source, (1.0 / z).Conjugate()).Conjugate() / z)) / z,
            SquareLaw square => Square(square.Source, PreciseComplex.Sqrt(z)),
            SymmetricRootLaw root => z * (z.Real.High >= 0.0 ? Cauchy(root.Source, z * z) : Cauchy(root.Source, (z * z).Conjugate()).Conjugate()),
            ReciprocalLaw monotone when monotone.IsMonotone => Cauchy(monotone.First, 1.0 / Cauchy(monotone.Second, z)),
            ReciprocalLaw boolean => 1.0 / ((1.0 / Cauchy(boolean.First, z)) + (1.0 / Cauchy(boolean.Second, z)) - z),
            FreeConvolution convolution => Convolution(convolution, z),
            _ => Polish(law.Cauchy(z.Rounded()), v => Equation(law, z, v)),
        };
        return g.Imaginary.High < 0.0 ? g : throw new BranchException($"G({z.Rounded()}) = {g.Rounded()} of {law} is not in the lower half-plane");
    }

    /// <summary>An analytic function of G (or of another unknown that stands for it) that vanishes at the right value.</summary>
    private PreciseComplex Equation(SpectralMeasure law, PreciseComplex z, PreciseComplex g)
    {
        PreciseComplex u = (z * g) - 1.0;
        switch (law)
        {
            case Semicircle semicircle:
                return (semicircle.Variance * g * g) - ((z - semicircle.Mean) * g) + 1.0;
            case FreePoisson poisson:
                // K(w) = 1/w + λα/(1 − αw).
                return ((1.0 - (poisson.Jump * g)) * ((z * g) - 1.0)) - (poisson.Rate * (PreciseComplex)poisson.Jump * g);
            case KestenMcKay kesten:
                return ((((PreciseComplex)kesten.Degree * kesten.Degree) - (z * z)) * g * g) + ((2.0 - (PreciseComplex)kesten.Degree) * z * g) + kesten.Degree - 1.0;
            case FreeMeixner meixner:
                return (((meixner.B * z * z) + (meixner.A * z) + 1.0) * g * g) - ((((1.0 + (2.0 * (PreciseComplex)meixner.B)) * z) + meixner.A) * g) + 1.0 + meixner.B;
            case TwoProjections two:
                return (z * u * (1.0 + u)) - ((u + two.P) * (u + two.Q));
            case FreeBinomial binomial:
                // K(w) = (2 + t(w − 1 + √((1 − w)² + 4pw)))/(2w), squared.
                PreciseComplex left = (2.0 * z * g) - 2.0 - (binomial.Power * (g - 1.0));
                return (left * left) - ((PreciseComplex)binomial.Power * binomial.Power * (((1.0 - g) * (1.0 - g)) + (4.0 * (PreciseComplex)binomial.Probability * g)));
            case FreeF f:
                return (z * (f.NumeratorRatio + (f.DenominatorRatio * z)) * g * g) - ((((1.0 + (PreciseComplex)f.DenominatorRatio) * z) + f.NumeratorRatio - 1.0) * g) + 1.0;
            case Jacobi jacobi:
                // 2z(1 − z)G = (a + b − 2)z − (a − 1) − (a + b)√((z − x₋)(z − x₊)), squared; x₋ + x₊ and x₋x₊ are rational.
                PreciseComplex a = jacobi.A;
                PreciseComplex sum = a + jacobi.B;
                PreciseComplex cross = (a * (sum - 1.0)) - jacobi.B;
                PreciseComplex half = ((a * (sum - 1.0)) + jacobi.B) / (sum * sum);
                PreciseComplex product = cross * cross / (sum * sum * sum * sum);
                PreciseComplex rest = (2.0 * z * (1.0 - z) * g) - ((sum - 2.0) * z) + (a - 1.0);
                return (rest * rest) - (sum * sum * ((z * z) - (2.0 * half * z) + product));
            case Raney raney:
                // G = Bʳ/z with z = Bᵖ/(B − 1); ln B = ln(zG)/r.
                PreciseComplex b = PreciseComplex.Log(z * g) / raney.R;
                return ((raney.P * b) - PreciseComplex.Log(PreciseComplex.Exp(b) - 1.0) - PreciseComplex.Log(z)).WithoutTurns();
            case FreeLogNormal normal:
                return (PreciseComplex.Log((1.0 + u) / u) + (normal.Time * (u + 0.5)) - PreciseComplex.Log(z)).WithoutTurns();
            case TwoPointPower power:
                PreciseComplex weight = power.Source.Atoms[1].Weight;
                return (PreciseComplex.Log((1.0 + u) / u) - PreciseComplex.Log(z)
                    + (power.Power * (PreciseComplex.Log(power.Source.Atoms[1].Location * (u + weight)) - PreciseComplex.Log(1.0 + u)))).WithoutTurns();
            case CompoundPoisson compound:
                // K(w) = 1/w + λ y(yG_J(y) − 1), y = 1/w.
                PreciseComplex y = 1.0 / g;
                return y + (compound.Rate * y * ((y * Cauchy(compound.Jumps, y)) - 1.0)) - z;
            default:
                throw new NotSupportedException(law.GetType().Name);
        }
    }

    /// <summary>G of a uniform law: 2 artanh((b − a)/(2z − a − b))/(b − a), far away by its series, where the logarithms cancel.</summary>
    private static PreciseComplex Flat(Uniform law, PreciseComplex z)
    {
        PreciseComplex width = (PreciseComplex)law.Right - law.Left;
        PreciseComplex w = width / ((2.0 * z) - law.Left - law.Right);
        if (Complex.Abs(w.Rounded()) > 0.1)
        {
            return (PreciseComplex.Log(z - law.Left) - PreciseComplex.Log(z - law.Right)) / width;
        }

        PreciseComplex sum = 0.0;
        for (int k = 33; k > 0; k -= 2)
        {
            sum = (sum * w * w) + ((PreciseComplex)1.0 / k);
        }

        return 2.0 * w * sum / width;
    }

    private PreciseComplex Square(SpectralMeasure source, PreciseComplex root) =>
        (Cauchy(source, root) - Cauchy(source, (-root).Conjugate()).Conjugate()) / (2.0 * root);

    /// <summary>Newton's method with 32 digits from a double; the root must stay where the double was.</summary>
    private static PreciseComplex Polish(Complex start, Func<PreciseComplex, PreciseComplex> equation)
    {
        PreciseComplex root = start;
        for (int i = 0; i < 8; i++)
        {
            PreciseComplex step = 1e-13 * root;
            PreciseComplex value = equation(root);
            PreciseComplex slope = (equation(root + step) - value) / step;
            PreciseComplex correction = value / slope;
            root -= correction;
            if (Complex.Abs(correction.Rounded()) <= Settled * Complex.Abs(root.Rounded()))
            {
                return Complex.Abs(root.Rounded() - start) <= 1e-6 * Complex.Abs(start)
                    ? root
                    : throw new BranchException($"{start} is no root: the nearest is {root.Rounded()}");
            }
        }

        throw new BranchException($"{start} is near no root");
    }

    private PreciseComplex Convolution(FreeConvolution law, PreciseComplex z)
    {
        Complex[] starts = [.. law.Subordination(z.Rounded())];
        int n = starts.Length;
        PreciseComplex zeta = law.IsProduct ? PreciseComplex.Log(z) : z;
        PreciseComplex[] c = [.. starts.Select(omega => law.IsProduct ? PreciseComplex.Log(omega) : omega)];
        PreciseComplex p = Pick(law, 0, c[0]);
        PreciseComplex excess = -1.0;
        foreach (double t in law.Exponents)
        {
            excess += t;
        }

        // Near an edge the equations amplify rounding, so less is asked for; strictly inside means by a million last corrections.
        const double settled = 1e-22;

        // At |z| = 1e5 sizes of a law inside another one zG − 1 loses ten digits of the 32: a correction that stays below this still tells every digit of a double.
        const double enough = 1e-17;
        double last = double.PositiveInfinity;
        double strictness = double.PositiveInfinity;
        for (int iteration = 0; iteration < 12 && !(last <= settled && strictness <= 1e-6); iteration++)
        {
            strictness = 0.0;
            PreciseComplex jacobian = -excess;
            PreciseComplex right = zeta + (excess * p);
            PreciseComplex[] residuals = new PreciseComplex[n];
            PreciseComplex[] slopes = new PreciseComplex[n];
            for (int i = 0; i < n; i++)
            {
                // Away from the nearer border of the strip 0 < Im c < π that products have.
                double turn = law.IsProduct && c[i].Imaginary.High > 0.5 * Math.PI ? -1e-9 : 1e-9;
                Complex step = turn * Complex.Abs(c[i].Rounded()) * Complex.ImaginaryOne;
                PreciseComplex value = Pick(law, i, c[i]);
                slopes[i] = (Pick(law, i, c[i] + step) - value) / step;
                residuals[i] = value - p;
                jacobian += law.Exponents[i] / slopes[i];
                right += (law.Exponents[i] * residuals[i] / slopes[i]) - (law.Exponents[i] * c[i]);
            }

            PreciseComplex move = right / jacobian;
            last = Complex.Abs(move.Rounded()) / Complex.Abs(p.Rounded());
            for (int i = 0; i < n; i++)
            {
                PreciseComplex change = (move - residuals[i]) / slopes[i];
                c[i] += change;
                last = Math.Max(last, Complex.Abs(change.Rounded()) / Complex.Abs(c[i].Rounded()));

                // To 32 digits: beside the negative axis the logarithm rounds to π.
                double room = c[i].Imaginary.High;
                room = law.IsProduct ? Math.Min(room, (PreciseComplex.ImaginaryPi - c[i]).Imaginary.High) : room;
                strictness = Math.Max(strictness, Complex.Abs(change.Rounded()) / room);
                if (!(room > 0.0))
                {
                    throw new BranchException($"ω{i} leaves the half-plane at {z.Rounded()} of {law}");
                }
            }

            p += move;
        }

        if (!(last <= enough && strictness <= 1e-6))
        {
            throw new BranchException($"no solution near the one returned at {z.Rounded()} of {law}: last correction {last:E1}");
        }

        if (!law.IsProduct)
        {
            return 1.0 / p;
        }

        PreciseComplex w = PreciseComplex.Exp(p);
        return w / (w - 1.0) / z;
    }

    /// <summary>F, or ln((1 + h)/h), of a factor.</summary>
    private PreciseComplex Pick(FreeConvolution law, int index, PreciseComplex c)
    {
        if (!law.IsProduct)
        {
            return 1.0 / Cauchy(law.Factors[index], c);
        }

        PreciseComplex omega = PreciseComplex.Exp(c);
        PreciseComplex above = omega * Cauchy(law.Factors[index], omega);
        return PreciseComplex.Log(above / (above - 1.0));
    }
}
