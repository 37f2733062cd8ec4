namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>The parameters of a network of three layers with slope laws on two points.</summary>
internal sealed record ThreeLayerCase(
    double Q0, double Q1, double Q2, double Alpha1, double Alpha2, double Gamma1, double Gamma2, double S2, double S3);
