using System.CommandLine;
using System.Globalization;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra law EXPR …</c>: everything about the law of an expression.</summary>
public static class LawCommand
{
    private static readonly string Laws = "Laws and functions:\n"
        + string.Concat(LawForm.All.Select(form => $"  {form.Signature,-34} {form.Summary}\n"))
        + "Operations: EXPR [+] EXPR, EXPR [x] EXPR, EXPR [-] EXPR, EXPR [/] EXPR, EXPR^[+]t, EXPR^[x]t, a*EXPR + b; a* and [x] bind tighter than [+].\n"
        + "A [-] B is the law X with X [+] B = A, and A [/] B that with X [x] B = A (deconvolution); the law of X - Y is X [+] -1*Y.\n"
        + "Ranges: t >= 1 in both powers, 0 < t <= 1 in compress, s > 0 in fuss-catalan, p > 1 and 0 < r <= p in raney; boolean-sum and monotone-sum take laws of bounded support.\n"
        + "Both factors of [x], and the law under ^[x]t, must be on [0, inf): a product with a law of both signs is refused, unless the other factor is a point but 0.";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> expression = new("EXPR") { Description = "A law, such as \"mp(1/2) [+] semicircle(1)\"." };
        Option<string?> at = new("--at") { Description = "Where the density is wanted: a:b:n or a list." };
        Option<int?> moments = new("--moments") { Description = "How many moments and free cumulants, exact where they are rational." };
        Option<string?> transform = new("--transform") { Description = "S, R, G, h or chi at the point --z: G(z) = ∫ μ(dt)/(z − t), h(z) = z G(z) − 1, chi = h⁻¹, R(w) = G⁻¹(w) − 1/w, S(u) = (1 + u)/(u chi(u))." };
        Option<string?> z = new("--z") { Description = "The argument of the transform: re,im." };
        Option<bool> equation = new("--equation") { Description = "The polynomial P(z, g) with P(z, G(z)) = 0, and the transforms in symbols." };
        Option<string?> cdf = new("--cdf") { Description = "Where the distribution function is wanted." };
        Option<string?> quantiles = new("--quantiles") { Description = "The probabilities whose quantiles are wanted." };
        Option<string?> outliers = new("--outliers")
        {
            Description = "Eigenvalues θ that the left matrix of A [+] B or A [x] B has beside its law (right:list for the right one); θ is the eigenvalue itself, so in point(1) [x] mp(c) it is 1 + the perturbation. Where each appears, and the squared overlap of its old and new eigenvectors.",
        };
        Option<bool> population = new("--population")
        {
            Description = "For samples [-] semicircle and samples [/] mp: atoms that explain the samples under the noise, and how well.",
        };
        Option<string?> plot = new("--plot") { Description = "An SVG file for the density and the atoms." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("law", "Density, atoms, edges, moments, transforms and equation of a law.\n\n" + Laws)
        {
            expression, at, moments, transform, z, equation, cdf, quantiles, outliers, population, plot, json,
        };
        command.SetAction(parse => (int)Run(
            new LawRequest
            {
                Expression = parse.GetValue(expression)!,
                At = parse.GetValue(at),
                Moments = parse.GetValue(moments),
                Transform = parse.GetValue(transform),
                Z = parse.GetValue(z),
                Equation = parse.GetValue(equation),
                Cdf = parse.GetValue(cdf),
                Quantiles = parse.GetValue(quantiles),
                Outliers = parse.GetValue(outliers),
                Population = parse.GetValue(population),
                Plot = parse.GetValue(plot),
                Json = parse.GetValue(json),
            },
            parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Answers a request.</summary>
    public static ExitCode Run(LawRequest request, TextWriter output, TextWriter error) =>
        CommandRunner.RunPatiently("law", error, () =>
        {
            var expression = LawExpression.Parse(request.Expression);
            OutputFile.Require("--plot", request.Plot, ".svg");
            SpectralMeasure law = LawEvaluator.Evaluate(expression, EigenvalueInput.Read);
            LawAnswer answer = LawAnswer.Compute(request, expression, law);
            // Complete or not at all: a value that cannot be certified leaves neither a picture nor half an answer.
            using StringWriter text = new(CultureInfo.InvariantCulture);
            if (request.Json)
            {
                JsonOutput.Write(text, answer.WriteJson);
            }
            else
            {
                answer.WriteText(text);
            }

            if (request.Plot is { } path)
            {
                answer.Plot().Save(path);
                error.WriteLine($"wrote {path}");
            }

            output.Write(text.ToString());
            return answer.IsPartial ? ExitCode.NotConverged : ExitCode.Success;
        });
}
